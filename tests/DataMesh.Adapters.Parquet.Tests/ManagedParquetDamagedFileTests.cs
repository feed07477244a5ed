using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ManagedParquetDamagedFileTests : DamagedFileTests
{
    protected override FileFormat Format { get; } = new ManagedParquetFileFormat();
}
