using System.Runtime.CompilerServices;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Faults;

/// <summary>Every call to a store is a point at which a fault may strike, once; they are counted. All such stores have one root, so that the content of one can be copied to another.</summary>
internal sealed class FaultPointStore(ObjectStore inner, Fault fault = Fault.Failed, int at = 0) : ObjectStore
{
    private int _calls;
    private volatile bool _isArmed, _isDead;

    /// <summary>The calls since <see cref="Arm"/> at which the fault could strike.</summary>
    public int Calls => _calls;

    /// <summary>True when the fault has struck.</summary>
    public bool HasStruck { get; private set; }

    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root { get; } = new("memory://faults");

    private bool IsDeadly => fault is Fault.Died or Fault.DiedAfter;

    /// <summary>Begins to count, and to strike.</summary>
    public void Arm() => _isArmed = true;

    public static async Task<InMemoryObjectStore> CopyAsync(ObjectStore from, CancellationToken cancellationToken)
    {
        InMemoryObjectStore copy = new();
        await foreach (ObjectInfo item in from.ListAsync("", null, cancellationToken))
            await copy.WriteAllAsync(item.Path, await from.TryReadAllAsync(item.Path, int.MaxValue - 1, cancellationToken), WriteCondition.IfAbsent, cancellationToken);
        return copy;
    }

    public override async Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        Before(Fault.Failed, Fault.Died);
        return await inner.FindAsync(path, cancellationToken);
    }

    public override async Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        Before(Fault.Failed, Fault.Died);
        return await inner.ReadAsync(path, offset, destination, cancellationToken);
    }

    public override async Task ReadRangesAsync(ObjectPath path, IReadOnlyList<RangeRead> ranges, CancellationToken cancellationToken = default)
    {
        Before(Fault.Failed, Fault.Died);
        await inner.ReadRangesAsync(path, ranges, cancellationToken);
    }

    public override async Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        Before(Fault.Failed, Fault.Died, Fault.Full);
        return new Upload(this, await inner.BeginUploadAsync(path, condition, cancellationToken));
    }

    public override async Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        bool strikes = Before(Fault.Failed, Fault.Died, Fault.AnswerLost, Fault.DiedAfter);
        await inner.DeleteAsync(path, cancellationToken);
        After(strikes);
    }

    public override async IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Before(Fault.Failed, Fault.Died);
        await foreach (ObjectInfo item in inner.ListAsync(prefix, options, cancellationToken))
            yield return item;
    }

    // True when the fault is to strike after the call.
    private bool Before(params ReadOnlySpan<Fault> possible)
    {
        if (!_isArmed)
            return false;
        if (_isDead)
            throw new ProcessDiedException();
        if (!possible.Contains(fault) || Interlocked.Increment(ref _calls) != at)
            return false;
        HasStruck = true;
        _isDead = fault == Fault.Died;
        return fault switch
        {
            Fault.Died => throw new ProcessDiedException(),
            Fault.Full => throw new DataMeshException(DataMeshErrorKind.StorageFull, "The disk is full."),
            Fault.Failed => throw Failure(),
            _ => true,
        };
    }

    private void After(bool strikes)
    {
        if (!strikes)
            return;
        _isDead = IsDeadly;
        throw IsDeadly ? new ProcessDiedException() : Failure();
    }

    private static DataMeshException Failure() => new(DataMeshErrorKind.StorageUnavailable, "The store failed.") { IsTransient = true };

    private sealed class Upload(FaultPointStore store, ObjectUpload upload) : ObjectUpload
    {
        public override long Position { get => upload.Position; set => upload.Position = value; }

        public override async Task<ObjectInfo> CompleteAsync(CancellationToken cancellationToken = default)
        {
            bool strikes = store.Before(Fault.Failed, Fault.Died, Fault.Full, Fault.AnswerLost, Fault.DiedAfter);
            ObjectInfo info = await upload.CompleteAsync(cancellationToken);
            store.After(strikes);
            return info;
        }

        public override void Flush() => upload.Flush();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            bool strikes = store.Before(Fault.Failed, Fault.Died, Fault.Full, Fault.ShortWrite);
            upload.Write(strikes ? buffer[..(buffer.Length / 2)] : buffer);
            store.After(strikes);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return default;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                upload.Dispose();
            base.Dispose(disposing);
        }
    }
}
