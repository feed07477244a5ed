using System.Collections.Concurrent;
using Apache.Arrow;

namespace DataMesh.Tests.Policies;

/// <summary>Decisions are those of now, and of the one who asks.</summary>
public sealed class FreshnessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_agreement_ends_the_next_read_and_cuts_an_open_one()
    {
        PortPolicy policy = Fixed.Policy() with { Offers = [new Offer { Name = "rows", Purposes = ["reporting"], Gives = new Sight { Columns = ["id"] } }] };
        await using PolicyMesh mesh = await Fixed.PeopleAsync(policy, batchRows: 2);
        IDataMesh consumer = mesh.Node(null).As("sales");
        IMeshAccess provider = mesh.Producer.Access;
        await Assert.ThrowsAsync<PolicyDeniedException>(() => consumer.OpenAsync(PolicyMesh.Port, "reporting", Cancel));
        AccessAgreement request = await consumer.Access.RequestAsync(PolicyMesh.Port, new AccessRequest { Purpose = "reporting" }, Cancel);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => consumer.OpenAsync(PolicyMesh.Port, "reporting", Cancel));
        ProductName product = PortName.Parse(PolicyMesh.Port).Product;
        await provider.ApproveAsync(product, request.Id, cancellationToken: Cancel);
        IInputPort port = await consumer.OpenAsync(PolicyMesh.Port, "reporting", Cancel);
        await using IAsyncEnumerator<RecordBatch> open = port.ReadBatchesAsync(cancellationToken: Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await open.MoveNextAsync());
        open.Current.Dispose();

        await provider.RevokeAsync(product, request.Id, "over", Cancel);

        await Assert.ThrowsAsync<PolicyDeniedException>(() => Batches.ReadAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
        for (int i = 0; i < 3; i++)
            mesh.Time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<PolicyDeniedException>(async () =>
        {
            while (await open.MoveNextAsync())
                open.Current.Dispose();
        });
    }

    [Fact]
    public async Task Todays_policy_holds_for_yesterdays_snapshot()
    {
        await using PolicyMesh mesh = await Fixed.PeopleAsync(Fixed.Policy(Fixed.To("sales", new Sight { Masks = [new MaskedColumn { Column = "email", Mask = Mask.None }] })));
        IInputPort old = (await mesh.Node(null).As("sales").OpenAsync(PolicyMesh.Port, cancellationToken: Cancel)).AsOf(mesh.Snapshots[0].Id);
        await mesh.PublishAsync(Fixed.Rows);
        Assert.Equal(12, (await Batches.ReadAsync(old.ReadBatchesAsync(cancellationToken: Cancel))).Rows.Count);

        await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales", new Sight { Rows = Filter.Equal("country", "fr"), Excluded = ["salary"] })));

        Answer answer = await Batches.ReadAsync(old.ReadBatchesAsync(cancellationToken: Cancel));
        Assert.Equal(["id", "country", "email"], answer.Columns);
        Assert.Equal(4, answer.Rows.Count);
        Assert.All(answer.Rows, row => Assert.True(row[2].IsNull));
    }

    [Fact]
    public async Task Fifty_users_on_sixteen_threads_get_their_own_rows_while_the_policy_changes()
    {
        SchemaObject schema = Fixed.Schema(("id", PhysicalTypeKind.Int64, Classification.Internal), ("owner", PhysicalTypeKind.String, Classification.Internal));
        await using PolicyMesh mesh = await PolicyMesh.CreateAsync(schema);
        await mesh.PublishAsync([.. Enumerable.Range(0, 200).Select(i => (ScalarValue[])[i, $"user{i % 50}"])]);
        Filter own = Filter.Compare(FilterOperand.Column("owner"), ComparisonOperator.Equal, FilterOperand.Attribute("user"));
        await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales", new Sight { Rows = own })));
        ConcurrentQueue<string> wrong = [];
        int changed = 0, reads = 0;
        IDataMesh node = mesh.Node(null);

        Task[] readers = [.. Enumerable.Range(0, 16).Select(thread => Task.Run(() => ReadAllAsync(thread), Cancel))];
        await Fixed.SetAsync(mesh, Fixed.Policy(Fixed.To("sales", new Sight { Rows = Filter.And(own, Filter.Compare("id", ComparisonOperator.LessThan, 100)) })));
        Volatile.Write(ref changed, 1);
        await Task.WhenAll(readers);

        Assert.True(wrong.IsEmpty, string.Join("\n", wrong.Take(5)));
        Assert.Equal(16 * 50, reads);

        async Task ReadAllAsync(int thread)
        {
            Dice dice = new(thread);
            for (int i = 0; i < 50; i++)
            {
                string user = $"user{dice.Next(50)}";
                bool isAfter = Volatile.Read(ref changed) == 1;
                MeshPrincipal principal = new() { Name = "app", Kind = PrincipalKind.Domain, Domain = "sales", Attributes = new Dictionary<string, string> { ["user"] = user } };
                IInputPort port = await node.As(principal).OpenAsync(PolicyMesh.Port, cancellationToken: Cancel);
                Answer answer = dice.Chance(0.8) ? await Batches.ReadAsync(port.ReadBatchesAsync(cancellationToken: Cancel))
                    : await Batches.ReadAsync(node.As(principal).QueryBatchesAsync(SqlStatement.Parse("select * from t", new Dictionary<string, IInputPort> { ["t"] = port }), Cancel));
                Interlocked.Increment(ref reads);
                if (answer.Rows.Any(r => r[1] != user) || answer.Rows.Count is not (2 or 4) || (isAfter && answer.Rows.Count != 2))
                    wrong.Enqueue($"{user} got {answer.Rows.Count} rows of {string.Join(", ", answer.Rows.Select(r => r[1].ToString()).Distinct())}{(isAfter ? " after the change" : "")}");
            }
        }
    }
}
