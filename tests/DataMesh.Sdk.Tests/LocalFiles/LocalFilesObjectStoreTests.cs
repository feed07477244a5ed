using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Shared;

namespace DataMesh.Tests.LocalFiles;

public sealed class LocalFilesObjectStoreTests(LocalFilesFixture fixture) : ObjectStoreTests(fixture), IClassFixture<LocalFilesFixture>;

public sealed class LocalFilesFixture : ObjectStoreFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datamesh-stores-");

    public override bool ObjectsCanBeGroups => false;

    public override ObjectStore CreateStore() => new LocalFilesObjectStore(Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N")));

    public override ObjectStore Reopen(ObjectStore store) => new LocalFilesObjectStore(store.FindLocalFile("")!);

    protected override void Dispose(bool disposing)
    {
        _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }
}
