namespace DataMesh.Adapters;

/// <summary>What a file system can answer, as far as the store tells it apart.</summary>
internal enum FileFault
{
    None,
    Exists,
    Missing,
    NotFolder,
    IsFolder,
    Full,
    Denied,
    ReadOnly,
    NameTooLong,
    NoLinks,
    OtherFileSystem,
    IsLink,
    Busy,
    Failed,
}

/// <summary>Error numbers and exceptions of the operating system, translated in this one place.</summary>
internal static class FileFaults
{
    /// <summary>Translates errno. Numbers that differ between Linux and macOS are listed for both.</summary>
    public static FileFault FromErrno(int errno) => errno switch
    {
        2 => FileFault.Missing,
        17 => FileFault.Exists,
        20 => FileFault.NotFolder,
        21 or 39 or 66 => FileFault.IsFolder,
        28 => FileFault.Full,
        1 or 13 => FileFault.Denied,
        30 => FileFault.ReadOnly,
        18 => FileFault.OtherFileSystem,
        31 => FileFault.NoLinks,
        4 or 11 or 12 or 16 or 23 or 24 => FileFault.Busy,
        _ => OperatingSystem.IsMacOS() ? FromMacErrno(errno) : FromLinuxErrno(errno),
    };

    /// <summary>Translates errno of <c>link</c>, where EPERM and EOPNOTSUPP mean that the file system has no hard links.</summary>
    public static FileFault FromLinkErrno(int errno) => errno is 1 or 38 or 45 or 78 or 95 or 102 ? FileFault.NoLinks : FromErrno(errno);

    /// <summary>Translates a Win32 error.</summary>
    public static FileFault FromWin32(int error) => error switch
    {
        2 or 3 => FileFault.Missing,
        80 or 183 => FileFault.Exists,
        267 => FileFault.NotFolder,
        39 or 112 or 1295 => FileFault.Full,
        5 => FileFault.Denied,
        19 => FileFault.ReadOnly,
        206 => FileFault.NameTooLong,
        17 => FileFault.OtherFileSystem,
        4 or 8 or 32 or 33 or 170 => FileFault.Busy,
        _ => FileFault.Failed,
    };

    /// <summary>Translates what .NET's file calls throw. They keep errno or the Win32 error in the exception's result code.</summary>
    public static FileFault FromException(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => FileFault.Missing,
        PathTooLongException => FileFault.NameTooLong,
        UnauthorizedAccessException => FileFault.Denied,
        IOException when OperatingSystem.IsWindows() => FromWin32(exception.HResult & 0xFFFF),
        IOException => FromErrno(exception.HResult),
        _ => FileFault.Failed,
    };

    private static FileFault FromLinuxErrno(int errno) => errno switch
    {
        122 => FileFault.Full,
        36 => FileFault.NameTooLong,
        40 => FileFault.IsLink,
        110 or 116 => FileFault.Busy,
        _ => FileFault.Failed,
    };

    private static FileFault FromMacErrno(int errno) => errno switch
    {
        69 => FileFault.Full,
        63 => FileFault.NameTooLong,
        62 => FileFault.IsLink,
        35 or 60 or 70 => FileFault.Busy,
        _ => FileFault.Failed,
    };
}
