using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

[Collection(nameof(MeasuredAlone))]
public sealed class ManagedParquetHostileFileTests : HostileFileTests
{
    protected override FileFormat Format { get; } = new ManagedParquetFileFormat();

    protected override int Mutants => 5_000;
}
