using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ArrowPruningTests : PruningTests
{
    protected override FileFormat Format { get; } = new ArrowFileFormat();

    protected override PushDown PushDown => PushDown.Unsupported;
}
