using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Shared;

namespace DataMesh.Tests;

/// <summary>What every table format must do.</summary>
public sealed class IcebergTableFormatTests(IcebergTableFixture fixture) : TableFormatTests(fixture), IClassFixture<IcebergTableFixture>;

public sealed class IcebergTableFixture : TableFormatFixture
{
    private readonly List<string> _folders = [];

    // A task carries what its plan knows of the table.
    public override bool ReadsUnplannedTasks => false;

    public override TableFormat CreateFormat() => new IcebergTableFormat(new ParquetSharpFileFormat());

    public override ObjectStore CreateStore()
    {
        lock (_folders)
            _folders.Add(Directory.CreateTempSubdirectory("datamesh-iceberg-").FullName);
        return new LocalFilesObjectStore(_folders[^1]);
    }

    public override TableFormat? Reopen(TableFormat format) => CreateFormat();

    protected override void Dispose(bool disposing)
    {
        foreach (string folder in _folders)
            Directory.Delete(folder, recursive: true);
        base.Dispose(disposing);
    }
}
