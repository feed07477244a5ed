using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ManagedParquetInteroperabilityTests : InteroperabilityTests
{
    protected override FileFormat Format { get; } = new ManagedParquetFileFormat();

    protected override string StoredDecimal => "INT64";

    // Only texts get one.
    protected override string[] WithDictionary => [];
}
