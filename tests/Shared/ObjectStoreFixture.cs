using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

/// <summary>What an adapter's author writes to run <see cref="ObjectStoreTests"/>.</summary>
public abstract class ObjectStoreFixture : IDisposable
{
    /// <summary>Opens a store over a new, empty root.</summary>
    public abstract ObjectStore CreateStore();

    /// <summary>Opens a second store over the same root, as another process would; null when the store lives in one process only.</summary>
    public virtual ObjectStore? Reopen(ObjectStore store) => null;

    /// <summary>A name that is both an object and a group of objects can exist (it cannot in a file system).</summary>
    public virtual bool ObjectsCanBeGroups => true;

    /// <summary>Rounds of the races.</summary>
    public virtual int RaceRounds => 300;

    /// <summary>Releases what the fixture holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the fixture holds.</summary>
    protected virtual void Dispose(bool disposing) { }
}
