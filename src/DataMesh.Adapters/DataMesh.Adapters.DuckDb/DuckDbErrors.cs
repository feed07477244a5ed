using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Every failure of DuckDB in our words. Text of DuckDB passes only from errors that cannot echo values.</summary>
internal static class DuckDbErrors
{
    private const string Adapter = "duckdb";
    private const int MaximumDetail = 1_000;

    internal static DataMeshException Refused(string what, string remedy) => new(DataMeshErrorKind.InvalidRequest,
        $"The SQL statement is refused: {what}. {remedy}") { Adapter = Adapter, Operation = "check statement" };

    internal static DataMeshException NativeLibraryMissing(Exception cause) => new(DataMeshErrorKind.NativeLibraryMissing,
        $"SQL cannot run: the native library 'duckdb' did not load on {RuntimeInformation.RuntimeIdentifier}. "
        + "It is there for linux-x64 and linux-arm64 (glibc), osx (x64 and arm64), win-x64 and win-arm64. "
        + "Publish for one of these, or read the port without SQL.", cause) { Adapter = Adapter, Operation = "load" };

    internal static bool IsNativeLibraryMissing(Exception error) => error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
        || (error is TypeInitializationException { InnerException: { } inner } && IsNativeLibraryMissing(inner));

    /// <summary>Preparing failed: nothing has run, so parser, binder and catalog texts hold nothing but the statement and names.</summary>
    internal static DataMeshException Prepare(string? message)
    {
        (string error, string detail) = Split(message);
        return error is "Parser" or "Binder" or "Catalog" or "Syntax"
            ? new(DataMeshErrorKind.InvalidRequest, $"The SQL statement does not fit its relations: {Shorten(detail)}")
            { Adapter = Adapter, Operation = "prepare statement" }
            : Run(Classify(message), "prepare statement");
    }

    /// <summary>Running failed. DuckDB's text may quote a value, so only the class of the error passes.</summary>
    internal static DataMeshException Run(DuckDBErrorType type, string operation = "run statement") => type switch
    {
        DuckDBErrorType.OutOfMemory => new(DataMeshErrorKind.LimitExceeded,
            "The SQL statement needs more memory or spill space than it may use. Read fewer columns or rows, or raise DuckDbOptions.MemoryLimitBytes or SpillLimitBytes.")
        { Adapter = Adapter, Operation = operation },
        DuckDBErrorType.Conversion or DuckDBErrorType.InvalidInput or DuckDBErrorType.OutOfRange or DuckDBErrorType.Decimal or DuckDBErrorType.MismatchType
            or DuckDBErrorType.DivideByZero => new(DataMeshErrorKind.QueryFailed,
            $"The SQL statement failed while it ran: a value does not fit an operation ({type}; the value is not shown). Look for casts, arithmetic and function arguments; try_cast gives null instead.")
            { Adapter = Adapter, Operation = operation },
        DuckDBErrorType.Io => new(DataMeshErrorKind.StorageUnavailable,
            "The SQL statement could not read its files or write its spill files. Run it again; check DuckDbOptions.SpillFolder and the free space there.") { Adapter = Adapter, Operation = operation },
        _ => new(DataMeshErrorKind.QueryFailed, $"The SQL statement failed while it ran ({type}). DuckDB's own text is not shown because it may quote values.")
        { Adapter = Adapter, Operation = operation },
    };

    internal static DataMeshException SpillFolder(string folder, Exception cause) => new(DataMeshErrorKind.InvalidConfiguration,
        $"SQL cannot run: the folder '{folder}' for spilling cannot be made. Set DuckDbOptions.SpillFolder to a folder that the process may write, or SpillLimitBytes to 0.", cause)
    { Adapter = Adapter, Operation = "open engine" };

    internal static DataMeshException Setup(string step) => new(DataMeshErrorKind.QueryFailed,
        $"SQL cannot run: DuckDB refused to {step}. Check DuckDbOptions.") { Adapter = Adapter, Operation = "open engine" };

    internal static DataMeshException Corrupt(string relation, string column, string problem) => new(DataMeshErrorKind.CorruptData,
        $"SQL cannot read column '{column}' of relation '{relation}': {problem}. Read the port without SQL to find the rows.")
    { Adapter = Adapter, Operation = "read relation" };

    internal static DataMeshException TooLong(TimeSpan limit) => new(DataMeshErrorKind.LimitExceeded,
        $"The SQL statement was stopped: it took longer than {limit}. Read fewer rows, or raise DuckDbOptions.TimeLimit; the time counts until the last row is read.")
    { Adapter = Adapter, Operation = "run statement" };

    internal static DataMeshException TooMany(DuckDbOptions options) => new(DataMeshErrorKind.LimitExceeded,
        $"The SQL statement did not get its turn within {options.MaximumWait}: {options.MaximumStatements} statements run already. "
        + "Read and dispose their results, try again later, or raise DuckDbOptions.MaximumStatements or MaximumWait.")
    { Adapter = Adapter, Operation = "start statement" };

    /// <summary>The guard could not read granted files. Its text may quote values and paths.</summary>
    internal static DataMeshException Files(string relation, DuckDBErrorType type) => type is DuckDBErrorType.OutOfMemory ? Run(type, "read relation") : new(
        type is DuckDBErrorType.Io ? DataMeshErrorKind.StorageUnavailable : DataMeshErrorKind.CorruptData,
        $"SQL cannot read the files of relation '{relation}' ({type}): a file is gone, cannot be opened or is damaged. Run the statement again; read the port without SQL to find the file.")
    { Adapter = Adapter, Operation = "read relation" };

    [return: NotNullIfNotNull(nameof(message))]
    private static string? Shorten(string? message) => message is { Length: > MaximumDetail } ? message[..MaximumDetail] + "…" : message;

    private static (string Error, string Detail) Split(string? message)
    {
        int end = message?.IndexOf(" Error: ", StringComparison.Ordinal) ?? -1;
        return end < 0 ? ("", message ?? "") : (message![..end], message[(end + " Error: ".Length)..]);
    }

    /// <summary>The class of an error by DuckDB's text, which begins with it.</summary>
    internal static DuckDBErrorType Classify(string? message) => Split(message).Error switch
    {
        "Conversion" => DuckDBErrorType.Conversion,
        "Invalid Input" => DuckDBErrorType.InvalidInput,
        "Out of Range" => DuckDBErrorType.OutOfRange,
        "Out of Memory" => DuckDBErrorType.OutOfMemory,
        "Not implemented" => DuckDBErrorType.NotImplemented,
        "Mismatch Type" => DuckDBErrorType.MismatchType,
        "Divide by Zero" => DuckDBErrorType.DivideByZero,
        "Decimal" => DuckDBErrorType.Decimal,
        "INTERNAL" => DuckDBErrorType.Internal,
        "FATAL" => DuckDBErrorType.Fatal,
        "IO" => DuckDBErrorType.Io,
        _ => DuckDBErrorType.Invalid,
    };
}
