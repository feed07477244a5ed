using System.Buffers;
using DataMesh.Adapters.Authoring;
using Microsoft.Win32.SafeHandles;

namespace DataMesh.Adapters;

/// <summary>An upload that grows in a temporary file and gets its name when completed.</summary>
internal sealed class LocalFileUpload : ObjectUpload
{
    private const int BufferBytes = 64 << 10;
    private const int CreateAttempts = 8;

    private readonly LocalFolder _folder;
    private readonly ObjectPath _path;
    private readonly bool _mustBeAbsent;
    private readonly string _temporary;
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _buffered;
    private long _written;
    private bool _ended;

    public LocalFileUpload(LocalFolder folder, ObjectPath path, bool mustBeAbsent)
    {
        (_folder, _path, _mustBeAbsent) = (folder, path, mustBeAbsent);
        (_temporary, _file) = TemporaryFiles.Create(folder, path);
    }

    /// <inheritdoc/>
    public override long Position
    {
        get => _written + _buffered;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override bool CanWrite => !_ended;

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (Buffer(buffer))
            return;
        Flush();
        if (!Buffer(buffer))
            Append(buffer);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (Buffer(buffer.Span))
            return;
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!Buffer(buffer.Span))
            await AppendAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        Append(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        await AppendAsync(_buffer.AsMemory(0, _buffered), cancellationToken).ConfigureAwait(false);
        _buffered = 0;
    }

    /// <inheritdoc/>
    public override async Task<ObjectInfo> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await Task.Run(Commit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            throw LocalFilesErrors.Create(exception, "write", _path);
        }
        finally
        {
            End();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            End();
        base.Dispose(disposing);
    }

    private ObjectInfo Commit()
    {
        RandomAccess.FlushToDisk(_file);
        ObjectInfo info = new() { Path = _path, Length = _written, LastModified = File.GetLastWriteTimeUtc(_file) };
        _file.Dispose();
        _folder.RefuseLinks(_path, "write");
        string final = _folder.Map(_path);
        string parent = Path.GetDirectoryName(final)!;
        FileFault fault = Publish(final, parent);
        if (fault is FileFault.Exists && Directory.Exists(final))
            fault = FileFault.IsFolder;
        if (fault != FileFault.None)
            throw LocalFilesErrors.Create(fault, "write", _path);
        if (_folder.Sync(parent) != FileFault.None)
            throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, $"Cannot make '{_path}' durable in the local folder: the object is visible, but the file system failed to flush the folder, so it may be lost when the machine stops. Check the disk, then read the object back.")
            {
                Adapter = "local-files",
                Operation = "write",
            };
        return info;
    }

    private FileFault Publish(string final, string parent)
    {
        for (int attempt = 1; ; attempt++)
        {
            FileFault fault = _mustBeAbsent ? NativeFiles.Publish(_temporary, final) : NativeFiles.Replace(_temporary, final);
            if (fault != FileFault.Missing || attempt == CreateAttempts)
                return fault;
            _folder.Forget(parent);
            if (LocalFolder.Create(parent) is var created && created != FileFault.None)
                return created;
        }
    }

    private bool Buffer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferBytes - _buffered)
            return false;
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, _written);
            _written += bytes.Length;
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            throw LocalFilesErrors.Create(exception, "write", _path);
        }
    }

    private async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, _written, cancellationToken).ConfigureAwait(false);
            _written += bytes.Length;
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            throw LocalFilesErrors.Create(exception, "write", _path);
        }
    }

    private void End()
    {
        if (_ended)
            return;
        _ended = true;
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        TemporaryFiles.Delete(_temporary);
    }
}
