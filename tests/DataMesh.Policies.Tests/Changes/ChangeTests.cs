using System.Collections.Concurrent;

namespace DataMesh.Tests.Policies;

/// <summary>What a follower is given is the difference of what it could read, whatever happens to the port, the policy and the follower.</summary>
public sealed class ChangeTests
{
    /// <summary>How many histories; 30 unless <c>DATAMESH_POLICY_HISTORIES</c> says otherwise.</summary>
    private static int Histories { get; } = Settings.Read("DATAMESH_POLICY_HISTORIES", 30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replaying_changes_gives_what_the_principal_reads()
    {
        ConcurrentBag<string> problems = [];
        HistoryFigures figures = new();

        await Parallel.ForEachAsync(Enumerable.Range(1, Histories), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, async (seed, _) =>
        {
            if (await History.FindDifferenceAsync(seed, figures) is { } problem)
                problems.Add(problem);
        });

        TestContext.Current.TestOutputHelper?.WriteLine("{0}", figures);
        Assert.True(problems.IsEmpty, $"{problems.Count} of {Histories} histories:\n{string.Join("\n\n", problems.Take(4))}");
        Assert.True(figures.Followed > Histories / 2, figures.ToString());
        Assert.True(figures.Updates > Histories / 4, figures.ToString());
        Assert.True(figures is { Deaths: > 0, Deletes: > 0, Compactions: > 0, Expiries: > 0 }, figures.ToString());
        Assert.True(figures.Resets.Keys.ToHashSet().IsSupersetOf([ChangeReset.AccessChanged, ChangeReset.HistoryExpired]), figures.ToString());
    }

    [Fact]
    public async Task A_publish_that_changes_only_what_is_hidden_gives_no_change_and_the_cursor_goes_on()
    {
        int compared = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, 30), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, async (seed, _) =>
        {
            Dice dice = new(seed);
            SchemaObject schema = TableGen.Schema(dice);
            await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema, dice.Pick(3, 64), mode: PublishMode.Replace);
            IReadOnlyList<ColumnClassification> columns = await mesh.BindColumnsAsync();
            PolicyGen gen = new(dice, schema, new ProductId(dice.NextGuid(), dice.NextGuid()));
            PortPolicy policy = gen.Port("rows", columns);
            PolicyDocument document = await mesh.SetPolicyAsync(d => d with { Purposes = PolicyGen.PurposeTree, Ports = [policy] });
            PolicyCase question = PolicyCase.Create(seed, dice, mesh, new NaivePolicy(document, policy, schema, []), policy, gen);
            if (question.Sight is not { Columns.Count: > 0 })
                return;
            List<ScalarValue[]> rows = TableGen.Rows(dice, schema, 15);
            await mesh.PublishAsync(rows);
            NaiveSight sight = question.Law.Decide(question.Asking with { Now = question.Asking.Now + TimeSpan.FromSeconds(2) })!;
            AnyRow.Schema = new SchemaObject { Name = "any", Properties = [.. sight.Columns.Select(c => schema.Find(c)! with { Required = false, KeyPosition = null })] };
            IInputPort<AnyRow> port = await question.Consumer.OpenAsync<AnyRow>(PolicyMesh.Port, question.Asking.Purpose, Cancel);
            ChangeSet<AnyRow> last = await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel);

            await mesh.PublishAsync(Twins.Of(dice, schema, sight, rows, mesh.Key));

            List<ChangeSet<AnyRow>> changes = await port.ChangesAsync(last.Next, Cancel).ToListAsync(Cancel);
            ChangeSet<AnyRow> only = Assert.Single(changes);
            Assert.Equal((null, 0, 0, 0, true), (only.Reset, only.Inserted.Count, only.Deleted.Count, only.Updated.Count, only.IsComplete));
            Assert.Equal(mesh.Snapshots[^1].Id, only.Snapshot!.Id);
            Assert.Empty(await port.ChangesAsync(only.Next, Cancel).ToListAsync(Cancel));
            Interlocked.Increment(ref compared);
        });

        Assert.True(compared > 10, $"only {compared} principals saw anything");
    }

    [Fact]
    public async Task A_revoked_agreement_cuts_a_feed_that_waits()
    {
        PortPolicy policy = Fixed.Policy() with { Offers = [new Offer { Name = "rows", Purposes = ["reporting"], Gives = new Sight { Columns = ["id"] } }] };
        await using PolicyMesh mesh = await Fixed.PeopleAsync(policy);
        IDataMesh consumer = mesh.Node(null).As("sales");
        ProductName product = PortName.Parse(PolicyMesh.Port).Product;
        AccessAgreement request = await consumer.Access.RequestAsync(PolicyMesh.Port, new AccessRequest { Purpose = "reporting" }, Cancel);
        await mesh.Producer.Access.ApproveAsync(product, request.Id, cancellationToken: Cancel);
        AnyRow.Schema = Fixed.Schema(("id", PhysicalTypeKind.Int64, Classification.Internal));
        IInputPort<AnyRow> port = await consumer.OpenAsync<AnyRow>(PolicyMesh.Port, "reporting", Cancel);
        await using IAsyncEnumerator<ChangeSet<AnyRow>> open = port.FollowAsync(Cursor.Beginning, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await open.MoveNextAsync());
        Assert.Equal((12, true), (open.Current.Inserted.Count, open.Current.IsComplete));
        Task<bool> next = open.MoveNextAsync().AsTask();

        await mesh.Producer.Access.RevokeAsync(product, request.Id, "over", Cancel);

        while (!next.IsCompleted)
        {
            mesh.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await Assert.ThrowsAsync<PolicyDeniedException>(() => next);
        await mesh.Runtime(null).Services.Audit.FlushAsync(Cancel);
        AuditRecord[] audit = await mesh.Producer.Access.ListAuditAsync(product, cancellationToken: Cancel).Where(r => r.Purpose == "reporting").ToArrayAsync(Cancel);
        Assert.Contains(audit, r => r.IsAllowed && r.Snapshot == mesh.Snapshots[0].Id && r.Rows == RowCountBucket.From10);
        Assert.Contains(audit, r => !r.IsAllowed);
    }

    [Fact]
    public async Task A_mask_that_changes_starts_the_feed_anew_under_the_new_one()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales", new Sight { Masks = [new MaskedColumn { Column = "email", Mask = Mask.None }] })));
        AnyRow.Schema = Fixed.Schema(("id", PhysicalTypeKind.Int64, Classification.Internal), ("email", PhysicalTypeKind.String, Classification.Internal));
        IInputPort<AnyRow> port = await mesh.Node(null).As("sales").OpenAsync<AnyRow>(PolicyMesh.Port, cancellationToken: Cancel);
        ChangeSet<AnyRow> first = await port.ChangesAsync(Cursor.Beginning, Cancel).SingleAsync(Cancel);
        Assert.All(first.Inserted, row => Assert.False(row.Cells[1].IsNull));

        await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales", new Sight { Rows = Filter.Equal("country", "fr") })));

        List<ChangeSet<AnyRow>> anew = await port.ChangesAsync(first.Next, Cancel).ToListAsync(Cancel);
        Assert.Equal([ChangeReset.AccessChanged, null], anew.Select(p => p.Reset));
        Assert.Equal(4, anew[1].Inserted.Count);
        Assert.All(anew[1].Inserted, row => Assert.True(row.Cells[1].IsNull));
        Assert.Empty(await port.ChangesAsync(anew[1].Next, Cancel).ToListAsync(Cancel));
    }
}
