using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>The format has no checksums: what can be told from a value is noticed, a flipped bit of a number is another number.</summary>
public sealed class ArrowDamagedFileTests : DamagedFileTests
{
    protected override FileFormat Format { get; } = new ArrowFileFormat();

    protected override bool HasChecksums => false;

    protected override int LeastCorrupt => 30;
}
