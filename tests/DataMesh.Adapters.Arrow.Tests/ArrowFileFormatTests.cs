using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ArrowFileFormatTests : FileFormatTests
{
    protected override FileFormat Format { get; } = new ArrowFileFormat();

    protected override bool StoresBounds => false;

    protected override bool IsFirstOffset(long offset) => offset > 8 && offset % 64 == 0;
}

public sealed class ArrowNestedFormatTests : NestedFormatTests
{
    protected override FileFormat Format { get; } = new ArrowFileFormat();
}
