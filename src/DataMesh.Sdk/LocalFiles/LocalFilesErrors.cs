using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Failures of the file system as failures of the store.</summary>
internal static class LocalFilesErrors
{
    private const string Adapter = "local-files";

    /// <summary>Describes a failure.</summary>
    /// <param name="fault">What the file system said.</param>
    /// <param name="operation">The verb: <c>read</c>.</param>
    /// <param name="path">The object, relative to the root.</param>
    /// <param name="cause">The exception, if there was one.</param>
    public static DataMeshException Create(FileFault fault, string operation, ObjectPath path, Exception? cause = null)
    {
        (DataMeshErrorKind kind, string problem) = Describe(fault, cause);
        return new DataMeshException(kind, $"Cannot {operation} '{path}' in the local folder: {problem}", cause)
        {
            Adapter = Adapter,
            Operation = operation,
            IsTransient = fault == FileFault.Busy,
        };
    }

    /// <summary>Translates an exception of .NET's file calls.</summary>
    public static DataMeshException Create(Exception cause, string operation, ObjectPath path) => Create(FileFaults.FromException(cause), operation, path, cause);

    /// <summary>True for exceptions that speak of the file system and not of misuse or cancellation.</summary>
    public static bool IsFileFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static (DataMeshErrorKind Kind, string Problem) Describe(FileFault fault, Exception? cause) => fault switch
    {
        FileFault.Missing => (DataMeshErrorKind.NotFound, "no such object exists. Check the path, or list the folder."),
        FileFault.Exists => (DataMeshErrorKind.AlreadyExists, "an object lies there already and the write was to create it. Read what is there and decide again."),
        FileFault.NotFolder or FileFault.IsFolder => (DataMeshErrorKind.AlreadyExists, "in a folder a name is either an object or a group of objects, and this one is the other. Choose another path."),
        FileFault.Full => (DataMeshErrorKind.StorageFull, "the disk or its quota is full. Nothing was changed; free space and try again."),
        FileFault.Denied => (DataMeshErrorKind.StorageDenied, "the operating system denies the process access. Give its user read and write rights on the folder."),
        FileFault.ReadOnly => (DataMeshErrorKind.StorageDenied, "the file system is mounted read-only. Mount it writable or use another folder."),
        FileFault.NameTooLong => (DataMeshErrorKind.InvalidRequest, "the name is longer than the file system allows (mostly 255 bytes for a segment, 4,096 for a path). Use a shorter name."),
        FileFault.NoLinks => (DataMeshErrorKind.InvalidConfiguration, "the file system makes no hard links, and only they create an object safely among several processes. Use a file system such as ext4, xfs, btrfs, APFS or NFS; FAT and exFAT do not do."),
        FileFault.OtherFileSystem => (DataMeshErrorKind.InvalidConfiguration, "it lies on another file system than the root folder, where nothing can be created atomically. Mount one file system at the root."),
        FileFault.IsLink => (DataMeshErrorKind.StorageDenied, "the path goes through a symbolic link, and links below the root are not followed because they could leave it. Replace the link by the folder itself or by a mount."),
        FileFault.Busy => (DataMeshErrorKind.StorageUnavailable, "the operating system is short of a resource or the file is busy. Try again."),
        _ => (DataMeshErrorKind.StorageUnavailable, $"the file system failed{(cause is null ? "" : $" ({cause.Message})")}. Check the disk and the system log."),
    };
}
