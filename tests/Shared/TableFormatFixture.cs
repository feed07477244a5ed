using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

/// <summary>What an adapter's author writes to run <see cref="TableFormatTests"/>.</summary>
public abstract class TableFormatFixture : IDisposable
{
    /// <summary>True when a task that no plan made is read too.</summary>
    public virtual bool ReadsUnplannedTasks => true;

    /// <summary>Opens a table format.</summary>
    public abstract TableFormat CreateFormat();

    /// <summary>Opens a store over a new, empty root, to keep tables in.</summary>
    public abstract ObjectStore CreateStore();

    /// <summary>Opens a second format that sees the tables of the first, as another process would; null when tables live in one object only.</summary>
    public virtual TableFormat? Reopen(TableFormat format) => null;

    /// <summary>Data files of the format are objects of the store.</summary>
    public virtual bool WritesToStore => true;

    /// <summary>Releases what the fixture holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the fixture holds.</summary>
    protected virtual void Dispose(bool disposing) { }
}
