namespace DataMesh.Adapters.Iceberg;

/// <summary>How failures of files and requests become ours.</summary>
internal static class IcebergErrors
{
    public const string Adapter = "iceberg";

    public static DataMeshException Corrupt(object file, string why, Exception? inner = null) =>
        new(DataMeshErrorKind.CorruptData, $"Cannot read '{file}': {why}. Restore the file from a backup, or read a snapshot that does not need it.", inner) { Adapter = Adapter, Operation = "read" };

    public static DataMeshException Newer(object file, string feature, Exception? inner = null) =>
        new(DataMeshErrorKind.IncompatibleVersion, $"Cannot read '{file}': {feature}. Use a version of this library that supports it, or rewrite the table with the tool that wrote it.", inner) { Adapter = Adapter, Operation = "read" };

    public static DataMeshException ReadOnly(object table, string feature) =>
        new(DataMeshErrorKind.IncompatibleVersion, $"Cannot write to table '{table}': {feature}, and such tables are only read. Upgrade or rewrite it with the tool that keeps it.") { Adapter = Adapter, Operation = "write" };

    public static DataMeshException Invalid(string message) => new(DataMeshErrorKind.InvalidDefinition, message) { Adapter = Adapter, Operation = "create" };

    public static DataMeshException SnapshotNotFound(object table, long id) =>
        new(DataMeshErrorKind.NotFound, $"Cannot read snapshot {id} of table '{table}': no such snapshot exists, or it has expired. Choose one of the table's snapshots.") { Adapter = Adapter, Operation = "plan" };

    /// <summary>Runs a parser of an untrusted file and gives its failures the file's name.</summary>
    public static T Guard<T>(object file, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (NotSupportedException exception)
        {
            throw Newer(file, exception.Message, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Text.Json.JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw Corrupt(file, exception.Message.TrimEnd('.'), exception);
        }
    }
}
