using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ManagedParquetPruningTests : PruningTests
{
    protected override FileFormat Format { get; } = new ManagedParquetFileFormat();
}
