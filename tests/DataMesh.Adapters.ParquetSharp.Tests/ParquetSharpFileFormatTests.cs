using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ParquetSharpFileFormatTests : FileFormatTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();
}

public sealed class ParquetSharpNestedFormatTests : NestedFormatTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();
}
