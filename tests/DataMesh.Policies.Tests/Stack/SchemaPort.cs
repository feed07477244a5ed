using Apache.Arrow;

namespace DataMesh.Tests.Policies;

/// <summary>A declared port whose contract is made at run time, so that schemas can be random; everything behind it is the shipped stack.</summary>
internal sealed class SchemaPort(SchemaObject schema) : PortDeclaration
{
    /// <summary>Every promise that a port of a schema can make, so that what readers hear of them is looked at wherever ports are.</summary>
    public static IReadOnlyList<ServiceLevelObjective> PromiseAll(SchemaObject schema) =>
    [
        .. Enum.GetValues<ServiceLevel>().Where(l => l is not (ServiceLevel.CoversUpTo or ServiceLevel.LatencyWithin) || schema.Properties.Any(p => p.IsEventTime))
            .Select(l => l is ServiceLevel.Complete or ServiceLevel.Available ? new ServiceLevelObjective { Level = l, Share = 0.5m } : new ServiceLevelObjective { Level = l, Time = TimeSpan.FromDays(30) }),
    ];

    public override Type Record => typeof(AnyRow);

    public override SchemaObject Schema => schema;

    public override Func<RecordBatch, object[]> CreateReader() => throw new NotSupportedException("A port of a random schema has no record, so no older version is made from it.");

    public override IAsyncEnumerable<RecordBatch> EncodeAsync(IAsyncEnumerable<object> rows, int batchRows, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A port of a random schema has no record, so it is made from no newer version.");
}
