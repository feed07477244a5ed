using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DataMesh.Adapters;

/// <summary>The system calls that .NET has no managed form of. Each returns what went wrong, or <see cref="FileFault.None"/>.</summary>
internal static partial class NativeFiles
{
    private const int OpenReadOnly = 0;
    private const int OpenCloseOnExecLinux = 0x80000;
    private const int OpenCloseOnExecMac = 0x1000000;
    private const uint MoveReplaceExisting = 1;
    private const uint MoveWriteThrough = 8;

    /// <summary>Gives a finished temporary file its name; fails when the name is taken. Atomic. The temporary name may remain.</summary>
    public static FileFault Publish(string temporary, string final) => OperatingSystem.IsWindows()
        ? MoveFileEx(temporary, final, MoveWriteThrough) ? FileFault.None : FileFaults.FromWin32(Marshal.GetLastPInvokeError())
        : Link(temporary, final) == 0 ? FileFault.None : FileFaults.FromLinkErrno(Marshal.GetLastPInvokeError());

    /// <summary>Gives a finished temporary file its name, in place of what has it. Atomic.</summary>
    public static FileFault Replace(string temporary, string final) => OperatingSystem.IsWindows()
        ? MoveFileEx(temporary, final, MoveReplaceExisting | MoveWriteThrough) ? FileFault.None : FileFaults.FromWin32(Marshal.GetLastPInvokeError())
        : Rename(temporary, final) == 0 ? FileFault.None : FileFaults.FromErrno(Marshal.GetLastPInvokeError());

    /// <summary>Creates one folder.</summary>
    public static FileFault CreateFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
            return MakeDirectory(path, 0b111_111_111) == 0 ? FileFault.None : FileFaults.FromErrno(Marshal.GetLastPInvokeError());
        return CreateDirectory(path, 0) ? FileFault.None : FileFaults.FromWin32(Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes the names in a folder durable. Windows writes them through when they are made.</summary>
    public static FileFault SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return FileFault.None;
        int descriptor = Open(path, OpenReadOnly | (OperatingSystem.IsMacOS() ? OpenCloseOnExecMac : OpenCloseOnExecLinux));
        if (descriptor < 0)
            return FileFaults.FromErrno(Marshal.GetLastPInvokeError());
        FileFault fault = Sync(descriptor) == 0 ? FileFault.None : FileFaults.FromErrno(Marshal.GetLastPInvokeError());
        _ = Close(descriptor);
        return fault;
    }

    /// <summary>True when the path itself is a symbolic link or, on Windows, any reparse point.</summary>
    public static bool IsLink(string path)
    {
        if (!OperatingSystem.IsWindows())
            return ReadLink(path, out _, 1) >= 0;
        uint attributes = GetFileAttributes(path);
        return attributes != uint.MaxValue && ((FileAttributes)attributes).HasFlag(FileAttributes.ReparsePoint);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [UnsupportedOSPlatform("windows")]
    private static partial int Link(string existing, string added);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [UnsupportedOSPlatform("windows")]
    private static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [UnsupportedOSPlatform("windows")]
    private static partial int MakeDirectory(string path, uint mode);

    // Declared without the third, variadic parameter: it is read only when a file is created.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [UnsupportedOSPlatform("windows")]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [UnsupportedOSPlatform("windows")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [UnsupportedOSPlatform("windows")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    [UnsupportedOSPlatform("windows")]
    private static partial nint ReadLink(string path, out byte target, nuint size);

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [SupportedOSPlatform("windows")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFileEx(string from, string to, uint flags);

    [LibraryImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [SupportedOSPlatform("windows")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateDirectory(string path, nint security);

    [LibraryImport("kernel32", EntryPoint = "GetFileAttributesW", StringMarshalling = StringMarshalling.Utf16)]
    [SupportedOSPlatform("windows")]
    private static partial uint GetFileAttributes(string path);
}
