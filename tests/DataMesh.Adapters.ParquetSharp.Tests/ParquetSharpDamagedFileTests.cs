using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ParquetSharpDamagedFileTests : DamagedFileTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();
}
