using System.Globalization;

namespace DataMesh.Tests.Policies;

/// <summary>An attacker who chooses each question by the answers before learns nothing of a value that it may not see.</summary>
/// <remarks>
/// Two meshes hold different secrets; the same attacker, with the same dice, works on both. Its next question depends on all answers so far, so one answer that differs by one
/// character would be seen. Equal transcripts are equal guesses: no bit was gained.
/// </remarks>
public sealed class ProbingTests
{
    private static readonly SchemaObject Schema = Fixed.Schema(
        ("id", PhysicalTypeKind.Int64, Classification.Internal), ("name", PhysicalTypeKind.String, Classification.Internal),
        ("secret", PhysicalTypeKind.Int64, Classification.Internal), ("secret_text", PhysicalTypeKind.String, Classification.Internal));

    /// <summary>How many questions; 10,000 with <c>DATAMESH_POLICY_PROBES=10000</c>.</summary>
    private static int Budget { get; } = Settings.Read("DATAMESH_POLICY_PROBES", 900);

    public static TheoryData<string> Hidings => ["row filter", "null", "bucket", "column of another grant", "prohibited rows", "not named"];

    [Theory]
    [MemberData(nameof(Hidings))]
    public async Task No_question_tells_anything_of_a_hidden_value(string hiding)
    {
        const uint First = 0x1357_9bdf, Second = 0xeca8_6420;
        await using PolicyMesh one = await CreateAsync(hiding, First), two = await CreateAsync(hiding, Second);
        Attacker attacker = new(new Dice(7));

        for (int i = 0; i < Budget / Hidings.Count; i++)
        {
            Probe probe = attacker.Next();
            string answer = await AskAsync(one, probe), other = await AskAsync(two, probe);
            Assert.True(answer == other, $"'{probe}' tells the secrets apart:\n  {answer}\n  {other}");
            attacker.Learn(answer);
        }

        Assert.NotEqual(First, attacker.Guess);
        Assert.NotEqual(Second, attacker.Guess);
        Assert.True(attacker.Answers > 3, "The attacker saw the same answer to everything: the questions ask nothing.");
    }

    private static async Task<PolicyMesh> CreateAsync(string hiding, uint secret)
    {
        string text = secret.ToString("x8", CultureInfo.InvariantCulture);
        PolicyMesh mesh = await PolicyMesh.CreateAsync(Schema);
        List<ScalarValue[]> rows = [.. Enumerable.Range(1, 30).Select(i => (ScalarValue[])[i, $"open{i % 5}", i * 1_000_000L, $"{i:x8}"])];
        bool hidesRow = hiding is "row filter" or "prohibited rows";
        rows.Insert(17, [hidesRow ? 99 : 18, hidesRow ? "hidden" : "open3", (long)secret, text]);
        await mesh.PublishAsync(rows);
        Sight open = hiding switch
        {
            "row filter" => new Sight { Rows = Filter.StartsWith("name", "open") },
            "null" => Masked(Mask.Null, Mask.Null),
            "bucket" => Masked(Mask.Bucket(8_589_934_592m), Mask.Constant("x")),
            "column of another grant" or "not named" => new Sight { Columns = ["id", "name"] },
            _ => new Sight(),
        };
        PortPolicy policy = Fixed.Policy(Fixed.To("sales", open));
        if (hiding == "column of another grant")
            policy = policy with { Grants = [.. policy.Grants, Fixed.To("sales", new Sight { Rows = Filter.Compare("id", ComparisonOperator.LessThan, 10), Columns = ["id", "secret", "secret_text"] }, "some")] };
        if (hiding == "prohibited rows")
            policy = policy with { Rules = [new Prohibition { Name = "nobody", Rows = Filter.Equal("name", "hidden") }] };
        await Fixed.SetAsync(mesh, policy);
        return mesh;
    }

    private static Sight Masked(Mask number, Mask text) => new() { Masks = [new MaskedColumn { Column = "secret", Mask = number }, new MaskedColumn { Column = "secret_text", Mask = text }] };

    private static async Task<string> AskAsync(PolicyMesh mesh, Probe probe)
    {
        IDataMesh consumer = mesh.Node(null).As("sales");
        try
        {
            IInputPort port = await consumer.OpenAsync(PolicyMesh.Port, cancellationToken: Cancel);
            Answer answer = await Batches.ReadAsync(probe.Sql is { } sql
                ? consumer.QueryBatchesAsync(SqlStatement.Parse(sql, new Dictionary<string, IInputPort> { ["t"] = port }), Cancel)
                : port.ReadBatchesAsync(new ReadRequest { Filter = probe.Filter, Columns = ["id"], Limit = probe.Limit }, Cancel));
            return $"[{string.Join(",", answer.Sizes)}] {string.Join("; ", answer.Rows.Select(Batches.Text))}";
        }
        catch (DataMeshException error)
        {
            return error.Message;
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
