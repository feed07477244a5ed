using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Shared;

namespace DataMesh.Tests.InMemory;

public sealed class InMemoryObjectStoreTests(InMemoryStoreFixture fixture) : ObjectStoreTests(fixture), IClassFixture<InMemoryStoreFixture>;

public sealed class InMemoryStoreFixture : ObjectStoreFixture
{
    public override ObjectStore CreateStore() => new InMemoryObjectStore();
}
