using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

[Collection(nameof(MeasuredAlone))]
public sealed class ParquetSharpHostileFileTests : HostileFileTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();

    protected override int Mutants => 2_500;
}
