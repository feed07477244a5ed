using System.ComponentModel.DataAnnotations;
using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Quality;

/// <summary>Rules that look into another port, and rules of SQL over the rows that the port would have.</summary>
public sealed class BeyondRowsTests : IDisposable
{
    private const string Stations = "plant/places/stations";
    private const string Visits = "plant/work/visits";

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_that_names_no_row_of_the_other_port_refuses_the_publish_and_says_which()
    {
        await using Mesh mesh = Open(r => r.References(v => v.Station, $"{Stations}@1", (Station s) => s.Code, purpose: "work"));
        await PublishStationsAsync(mesh, "A", "B");
        await PublishAsync(mesh, Visit(1, "A"), Visit(2, null), Visit(3, "B"));

        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => PublishAsync(mesh, Visit(4, "A"), Visit(5, "X"), Visit(6, "X"), Visit(7, null)));

        Assert.Contains($"'station of {Stations}@1': station is a code of {Stations}@1 (2 rows break it, the first is row 1)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, await CountAsync(mesh));
        await PublishStationsAsync(mesh, "X");
        await PublishAsync(mesh, Visit(5, "X"));
        Assert.Equal(4, await CountAsync(mesh));
    }

    [Fact]
    public async Task A_warning_lets_the_rows_in_and_counts_them()
    {
        await using Mesh mesh = Open(r => r.References(v => v.Station, Stations, (Station s) => s.Code, purpose: "work", severity: Severity.Warning));
        await PublishStationsAsync(mesh, "A");

        PublishResult result = await PublishAsync(mesh, Visit(1, "A"), Visit(2, "X"));

        QualityResult rule = Assert.Single(result.Quality);
        Assert.Equal((QualityStatus.Warn, 1L, 1L), (rule.Status, rule.Rows, rule.FirstRow));
        Assert.Equal((2L, 1L), (result.RowsPublished, result.Warnings));
    }

    [Fact]
    public async Task Keys_of_several_columns_and_of_other_whole_numbers_are_compared_by_value()
    {
        await using Mesh mesh = Open(r => r.References(v => new { v.Station, v.Platform }, Stations, (Track s) => new { s.Station, s.Platform }, purpose: "work"));
        await PublishStationsAsync(mesh, "A", "B");

        await PublishAsync(mesh, Visit(1, "A", 1), Visit(2, "B", 1));

        Assert.Equal(1, (await Assert.ThrowsAsync<QualityGateException>(() => PublishAsync(mesh, Visit(3, "A", 2)))).Results.Single().Rows);
    }

    [Fact]
    public async Task The_product_sees_the_other_port_as_its_policy_lets_it_and_leaves_a_record()
    {
        await using Mesh mesh = Open(r => r.References(v => v.Station, Stations, (Station s) => s.Code, purpose: "work"), g => g.Rows(s => s.Code != "B"));
        await PublishStationsAsync(mesh, "A", "B");

        await Assert.ThrowsAsync<QualityGateException>(() => PublishAsync(mesh, Visit(1, "B")));
        await PublishAsync(mesh, Visit(1, "A"));

        List<AuditRecord> records = await Streams.ToListAsync(mesh.Access.ListAuditAsync("plant/places", cancellationToken: Cancel));
        Assert.Equal(2, records.Count);
        Assert.All(records, r => Assert.Equal((true, "work", "code"), (r.IsAllowed, r.Purpose.ToString(), Assert.Single(r.Columns))));
    }

    [Fact]
    public async Task What_cannot_be_compared_refuses_the_publish_before_a_row_is_written()
    {
        Dictionary<string, (Action<QualityRules<Visit>> Rules, Action<GrantBuilder<Station>>? Grant)> cases = new()
        {
            ["which this product sees under a mask"] = (r => r.References(v => v.Station, Stations, (Station s) => s.Code, purpose: "work"), g => g.Mask(s => s.Code, Mask.KeepFirst(1))),
            ["which has no such column for this product"] = (r => r.References(v => v.Station, Stations, (Station s) => s.Code, purpose: "work"), g => g.Exclude(s => s.Code)),
            ["granted for 'work' only"] = (r => r.References(v => v.Station, Stations, (Station s) => s.Code, purpose: "fun"), null),
            ["No port 'plant/places/absent'"] = (r => r.References(v => v.Station, "plant/places/absent", (Station s) => s.Code), null),
            ["they are never equal"] = (r => r.References(v => v.Station, Stations, (WrongTrack s) => s.Station, purpose: "work"), null),
        };
        foreach ((string expected, (Action<QualityRules<Visit>> rules, Action<GrantBuilder<Station>>? grant)) in cases)
        {
            using MeshFolder folder = new();
            await using Mesh mesh = Open(rules, grant, folder);
            await PublishStationsAsync(mesh, "A");

            DataMeshException refused = await Assert.ThrowsAnyAsync<DataMeshException>(() => PublishAsync(mesh, Visit(1, "A")));

            Assert.StartsWith($"Cannot hold rows of '{Visits}' against its contract 1.0.0: the quality rule ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
            Assert.EndsWith("Nothing was published.", refused.Message, StringComparison.Ordinal);
            Assert.Equal(0, await CountAsync(mesh));
        }
    }

    [Fact]
    public async Task A_statement_sees_the_rows_that_the_port_would_have_and_refuses_before_they_are_visible()
    {
        await using Mesh mesh = Open(r => r.Sql("at most two visits of a station", "select count(*) from (select station from visits where station is not null group by station having count(*) > 2)"));
        await PublishAsync(mesh, Visit(1, "A"), Visit(2, "A"));

        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => PublishAsync(mesh, Visit(3, "A"), Visit(4, "B")));

        Assert.Contains("'at most two visits of a station': the result of the statement is 0 (it was another, see Results)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync(mesh));
        Assert.Equal(1, refused.Results.Single().Rows);
        // The second row of the key replaces the first one: what counts is what would be there.
        await PublishAsync(mesh, Visit(2, "B"), Visit(3, "A"));
        Assert.Equal(3, await CountAsync(mesh));
    }

    [Fact]
    public async Task A_statement_has_bounds_a_severity_and_no_verdict_without_a_value()
    {
        await using Mesh mesh = Open(r => r
            .Sql("mean platform", "select avg(platform) from visits", atLeast: 1, atMost: 2.5)
            .Sql("greatest platform", "select max(platform) from visits", atLeast: null, atMost: 2, Severity.Warning)
            .Sql("nothing to say", "select sum(platform) from visits where false"));

        PublishResult result = await PublishAsync(mesh, Visit(1, "A", 1), Visit(2, "A", 3));

        Assert.Equal([QualityStatus.Pass, QualityStatus.Warn, QualityStatus.Pass], result.Quality.Select(r => r.Status));
        Assert.Equal([2, 3, null], result.Quality.Select(r => r.Rows));
    }

    [Theory]
    [InlineData("drop table visits", "cannot be evaluated")]
    [InlineData("select count(*) from stations", "cannot be evaluated")]
    [InlineData("select count(*) from read_csv('/etc/passwd')", "cannot be evaluated")]
    [InlineData("select station, id from visits", "cannot be evaluated")]
    [InlineData("select 'many'", "gives a value of type String, and a number is expected")]
    public async Task A_statement_can_do_nothing_but_count_rows_of_its_port(string sql, string expected)
    {
        await using Mesh mesh = Open(r => r.Sql("odd", sql));

        DataMeshException refused = await Assert.ThrowsAnyAsync<DataMeshException>(() => PublishAsync(mesh, Visit(1, "A")));

        Assert.StartsWith($"Cannot hold rows of '{Visits}' against its contract 1.0.0: the quality rule 'odd' {expected}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(mesh));
    }

    [Fact]
    public async Task Another_publish_that_comes_in_between_is_a_conflict_for_a_statement()
    {
        await using Mesh first = Open(r => r.Sql("at most one", "select count(*) from visits", atLeast: 0, atMost: 1));
        await first.RegisterAsync(Cancel);
        await using Mesh second = Open(r => r.Sql("at most one", "select count(*) from visits", atLeast: 0, atMost: 1));

        await Assert.ThrowsAsync<CommitConflictException>(() => first.Output<Visit>(Visits).PublishAsync(Between(), cancellationToken: Cancel));

        Assert.Equal(1, await CountAsync(second));

        async IAsyncEnumerable<Visit> Between()
        {
            await PublishAsync(second, Visit(2, "B"));
            yield return Visit(1, "A");
        }
    }

    [Fact]
    public async Task Rules_are_tried_on_the_rows_that_are_there()
    {
        await using Mesh mesh = Open(_ => { });
        await PublishStationsAsync(mesh, "A");
        await PublishAsync(mesh, Visit(1, "A"), Visit(2, "X"), Visit(3, "Y"));

        QualityCheck check = await mesh.Output<Visit>(Visits).CheckAsync(r => r
            .References(v => v.Station, Stations, (Station s) => s.Code, purpose: "work").Sql("few", "select count(*) from visits", atLeast: 0, atMost: 3), Cancel);

        Assert.Equal([2L, 3L], check.Results.Select(r => r.Rows));
        Assert.Equal([QualityStatus.Fail, QualityStatus.Pass], check.Results.Select(r => r.Status));
        Assert.Contains("station is a code of", Assert.Single(check.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_part_of_the_contract_and_statements_are_shown_to_those_who_see_everything()
    {
        await using Mesh mesh = Open(r => r.References(v => v.Station, Stations, (Station s) => s.Code, purpose: "work").Sql("few", "select count(*) from visits", atLeast: 0, atMost: 3));
        await mesh.RegisterAsync(Cancel);

        string document = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "plant", "work", "contracts", "visits", "1.0.0.odcs.yaml"), Cancel);
        IInputPort all = await mesh.As("lab").OpenAsync(Visits, cancellationToken: Cancel);
        IInputPort part = await mesh.As("guests").OpenAsync(Visits, cancellationToken: Cancel);

        Assert.Contains("type: sql", document, StringComparison.Ordinal);
        Assert.Contains($"references: {Stations}", document, StringComparison.Ordinal);
        Assert.Equal(2, (await all.GetContractAsync(Cancel)).Quality.Count);
        Assert.IsType<ReferenceRule>(Assert.Single((await part.GetContractAsync(Cancel)).Quality));
    }

    [Fact]
    public void Rules_that_cannot_be_evaluated_are_refused_when_they_are_declared()
    {
        Assert.Contains("neither a least nor a greatest number", Assert.Throws<ArgumentException>(() => Open(r => r.Sql("any", "select 1", atLeast: null, atMost: null))).Message, StringComparison.Ordinal);
        Assert.Contains("it names no other port", Assert.Throws<ArgumentException>(() => Open(r => r.References(v => v.Station, default, (Station s) => s.Code))).Message, StringComparison.Ordinal);
    }

    private Mesh Open(Action<QualityRules<Visit>> rules, Action<GrantBuilder<Station>>? grant = null, MeshFolder? folder = null) => (folder ?? _folder).Open(m => m.AddDomain("plant", d => d
        .AddProduct("places", p => p.Output<Station>("stations", o => o.Grant("plant", g =>
        {
            g.ToDomain("plant").For("work");
            grant?.Invoke(g);
        })))
        .AddProduct("work", p => p.Output<Visit>("visits", o => o.Expect(rules).Grant("lab", g => g.ToDomain("lab")).Grant("guests", g => g.ToDomain("guests").Rows(v => v.Id > 1))))));

    private static Visit Visit(long id, string? station, int platform = 1) => new() { Id = id, Station = station, Platform = platform };

    private static Task<PublishResult> PublishAsync(Mesh mesh, params Visit[] visits) => mesh.Output<Visit>(Visits).PublishAsync(visits, cancellationToken: Cancel);

    private static Task<PublishResult> PublishStationsAsync(Mesh mesh, params string[] codes) =>
        mesh.Output<Station>(Stations).PublishAsync(codes.Select(c => new Station { Code = c, Platform = 1, Number = 1 }), cancellationToken: Cancel);

    private static async Task<long> CountAsync(Mesh mesh)
    {
        IInputPort port = await mesh.As("lab").OpenAsync(Visits, cancellationToken: Cancel);
        return await Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel));
    }
}

[DataSchema]
public sealed partial record Station
{
    [Key]
    public required string Code { get; init; }

    public required long Platform { get; init; }

    public required int Number { get; init; }
}

[DataSchema]
public sealed partial record Visit
{
    [Key]
    public required long Id { get; init; }

    public string? Station { get; init; }

    public required int Platform { get; init; }
}

/// <summary>The stations as somebody knows them who joins by two columns.</summary>
[DataSchema]
public sealed partial record Track
{
    [System.ComponentModel.DataAnnotations.Schema.Column("code")]
    public string? Station { get; init; }

    public required int Platform { get; init; }
}

/// <summary>The stations, with a number where a text is.</summary>
[DataSchema]
public sealed partial record WrongTrack
{
    [System.ComponentModel.DataAnnotations.Schema.Column("number")]
    public string? Station { get; init; }
}
