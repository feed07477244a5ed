using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ManagedParquetFileFormatTests : FileFormatTests
{
    protected override FileFormat Format { get; } = new ManagedParquetFileFormat();
}

public sealed class ManagedParquetNestedFormatTests : NestedFormatTests
{
    protected override FileFormat Format { get; } = new ManagedParquetFileFormat();
}
