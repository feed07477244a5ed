using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Shared;

namespace DataMesh.Tests.InMemory;

public sealed class InMemoryTableFormatTests(InMemoryTableFixture fixture) : TableFormatTests(fixture), IClassFixture<InMemoryTableFixture>;

public sealed class InMemoryTableFixture : TableFormatFixture
{
    public override bool WritesToStore => false;

    public override TableFormat CreateFormat() => new InMemoryTableFormat();

    public override ObjectStore CreateStore() => new InMemoryObjectStore();
}
