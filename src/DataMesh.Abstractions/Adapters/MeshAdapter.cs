namespace DataMesh.Adapters.Authoring;

/// <summary>The base of everything an adapter implements: optional contracts are asked for, never cast to, and disposal works both ways.</summary>
public abstract class MeshAdapter : IAsyncDisposable, IDisposable
{
    /// <summary>Returns an optional contract that this adapter, or one it wraps, implements; null when it does not.</summary>
    public virtual object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Releases what the adapter holds. Calling it again does nothing.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the adapter holds. Calling it again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        await DisposeAsyncCore().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the adapter holds; called with true from <see cref="Dispose()"/>.</summary>
    protected virtual void Dispose(bool disposing) { }

    /// <summary>Releases what the adapter holds; by default as <see cref="Dispose()"/> does.</summary>
    protected virtual ValueTask DisposeAsyncCore()
    {
        Dispose(true);
        return default;
    }
}
