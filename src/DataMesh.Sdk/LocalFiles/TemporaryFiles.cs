using DataMesh.Adapters.Authoring;
using Microsoft.Win32.SafeHandles;

namespace DataMesh.Adapters;

/// <summary>The files of unfinished uploads.</summary>
internal static class TemporaryFiles
{
    private static readonly TimeSpan LeftOverAfter = TimeSpan.FromHours(24);

    /// <summary>Creates an empty one.</summary>
    public static (string Path, SafeFileHandle File) Create(LocalFolder folder, ObjectPath path)
    {
        string temporaryFolder = folder.Map(LocalFolder.TemporaryName);
        string temporary = Path.Combine(temporaryFolder, Guid.NewGuid().ToString("N"));
        try
        {
            folder.RefuseLinks(LocalFolder.TemporaryName, "write");
            return (temporary, Open(temporaryFolder, temporary, path));
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
            throw LocalFilesErrors.Create(exception, "write", path);
        }
    }

    /// <summary>Deletes one. Does nothing when it has gone or cannot be deleted: <see cref="Sweep"/> comes back to it.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
        }
    }

    /// <summary>Deletes what processes that ended left behind: files that nobody has written to for a day.</summary>
    public static void Sweep(LocalFolder folder)
    {
        DirectoryInfo temporaryFolder = new(folder.Map(LocalFolder.TemporaryName));
        DateTime limit = TimeProvider.System.GetUtcNow().UtcDateTime - LeftOverAfter;
        try
        {
            foreach (FileInfo file in temporaryFolder.EnumerateFiles())
                if (file.LastWriteTimeUtc < limit)
                    Delete(file.FullName);
        }
        catch (Exception exception) when (LocalFilesErrors.IsFileFailure(exception))
        {
        }
    }

    private static SafeFileHandle Open(string temporaryFolder, string temporary, ObjectPath path)
    {
        try
        {
            return File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        }
        catch (Exception missing) when (missing is DirectoryNotFoundException or FileNotFoundException) // the latter when another process makes the folder right now
        {
            FileFault fault = LocalFolder.Create(temporaryFolder);
            if (fault != FileFault.None)
                throw LocalFilesErrors.Create(fault == FileFault.Missing ? FileFault.Denied : fault, "write", path);
            return File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        }
    }
}
