using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Whether every accepted row names a row of another port, as the product sees that port when the publish begins.</summary>
internal sealed class ReferenceCheck(ReferenceRule rule, DataContract contract) : SetCheck(rule)
{
    private readonly ReferenceSearch _search = new();

    public override async Task PrepareAsync(QualityContext context, CancellationToken cancellationToken)
    {
        try
        {
            EnforcementScan scan = await context.OpenInput(rule.Port, rule.Purpose, cancellationToken).ConfigureAwait(false);
            foreach ((string own, string other) in rule.Key.Zip(rule.ForeignKey))
                DemandComparable(context, scan, own, other);
            AccessWatch watch = new(context.Services);
            await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
            await foreach (RecordBatch batch in watch.GuardAsync([scan], token => scan.ReadAsync(rule.ForeignKey, filter: null, allowDictionaries: true, token), cancellationToken).ConfigureAwait(false))
                using (batch)
                    AddKnown(batch);
        }
        catch (DataMeshException error) when (error.Operation != "publish")
        {
            throw context.Refuse(rule, error.Kind, $"needs '{rule.Port}', which cannot be read. {error.Message}", error);
        }
    }

    public override void Add(RecordBatch accepted, RowOrdinals ordinals)
    {
        KeyReader reader = new(accepted, rule.Key);
        for (int row = 0; row < accepted.Length; row++)
            if (!reader.HasNull(row))
                _search.Add(reader.Read(row), ordinals[row]);
    }

    public override QualityResult Finish(long rows, DateTimeOffset now)
    {
        _search.Complete();
        return Result(_search.Missing == 0, _search.Missing, _search.FirstMissing);
    }

    public override void Dispose()
    {
        _search.Dispose();
        base.Dispose();
    }

    private void AddKnown(RecordBatch batch)
    {
        KeyReader reader = new(batch, rule.ForeignKey);
        for (int row = 0; row < batch.Length; row++)
            if (!reader.HasNull(row))
                _search.AddKnown(reader.Read(row));
    }

    // Against a mask every row would be wrong, or none.
    private void DemandComparable(QualityContext context, EnforcementScan scan, string own, string other)
    {
        PhysicalType type = contract.Schema.Find(own)!.Type;
        if (scan.Plan.Columns.FirstOrDefault(c => c.Stored.Name == other) is not { } column)
            throw context.Refuse(rule, DataMeshErrorKind.InvalidDefinition, $"compares '{own}' with '{other}' of '{rule.Port}', which has no such column for this product. Correct the rule, or ask {scan.Port.Owner}.");
        if (column.Uniform is not NoMask)
            throw context.Refuse(rule, DataMeshErrorKind.AccessDenied, $"compares '{own}' with '{other}' of '{rule.Port}', which this product sees under a mask. Ask {scan.Port.Owner} for the column in the clear, or compare with another one.");
        if (!IsComparable(type, column.Type))
            throw context.Refuse(rule, DataMeshErrorKind.InvalidDefinition, $"compares '{own}', which is {type}, with '{other}' of '{rule.Port}', which is {column.Type}: they are never equal. Compare columns of one type.");
    }

    private static bool IsComparable(PhysicalType own, PhysicalType other) => (own.Kind, other.Kind) switch
    {
        (PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64, PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64) => true,
        (PhysicalTypeKind.Float or PhysicalTypeKind.Double, PhysicalTypeKind.Float or PhysicalTypeKind.Double) => true,
        (PhysicalTypeKind.Decimal, PhysicalTypeKind.Decimal) => own.Scale == other.Scale,
        var (a, b) => a == b && !own.IsNested,
    };
}
