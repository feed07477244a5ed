using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using TableFunction = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace DataMesh.Adapters;

/// <summary>The table function of an instance that reads the relations of the statement at work, by their ordinal.</summary>
/// <remarks>Each scan calls init, which opens the relation anew and with the projected columns only; each thread of it then has a reader of its own.</remarks>
internal sealed unsafe class RelationFunction
{
    /// <summary>The function's name; no statement may call it, because the gate knows no such function.</summary>
    internal const string Name = "__dm_relation";

    private const string CallbackFailed = "the relation could not be read";

    private volatile IReadOnlyList<ScanSource> _sources = [];

    private RelationFunction()
    {
    }

    /// <summary>The relations of the statement at work.</summary>
    internal IReadOnlyList<ScanSource> Sources
    {
        get => _sources;
        set => _sources = value;
    }

    internal static RelationFunction Register(DuckDbConnection connection)
    {
        RelationFunction function = new();
        IntPtr table = TableFunction.DuckDBCreateTableFunction();
        try
        {
            using DuckDBLogicalType ordinal = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            TableFunction.DuckDBTableFunctionSetName(table, Name);
            TableFunction.DuckDBTableFunctionAddParameter(table, ordinal);
            TableFunction.DuckDBTableFunctionSetExtraInfo(table, GCHandle.ToIntPtr(GCHandle.Alloc(function)), &Free);
            TableFunction.DuckDBTableFunctionSetBind(table, &Bind);
            TableFunction.DuckDBTableFunctionSetInit(table, &Init);
            DuckDbNative.SetLocalInit(table, &InitThread);
            TableFunction.DuckDBTableFunctionSetFunction(table, &Fill);
            TableFunction.DuckDBTableFunctionSupportsProjectionPushdown(table, true);
            if (TableFunction.DuckDBRegisterTableFunction(connection.Native, table) != DuckDBState.Success)
                throw DuckDbErrors.Setup("add its relation function");
            return function;
        }
        finally
        {
            TableFunction.DuckDBDestroyTableFunction(ref table);
        }
    }

#pragma warning disable CA1031 // No exception may cross into native code: each is kept for the caller and reported as a failure of the scan.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(IntPtr handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(IntPtr info)
    {
        ScanSource? source = Bound(info);
        if (source is null)
        {
            TableFunction.DuckDBBindSetError(info, CallbackFailed);
            return;
        }
        try
        {
            TableFunction.DuckDBBindSetBindData(info, GCHandle.ToIntPtr(GCHandle.Alloc(source)), &Free);
            foreach (RelationColumn column in source.Columns)
            {
                using DuckDBLogicalType type = column.CreateLogicalType();
                TableFunction.DuckDBBindAddResultColumn(info, column.Name, type);
            }
            if (source.EstimatedRows is { } rows and >= 0)
                TableFunction.DuckDBBindSetCardinality(info, (ulong)rows, false);
        }
        catch (Exception failure)
        {
            source.Scope.Fail(failure);
            TableFunction.DuckDBBindSetError(info, CallbackFailed);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(IntPtr info)
    {
        ScanSource source = Target<ScanSource>(TableFunction.DuckDBInitGetBindData(info));
        try
        {
            ulong[] columns = new ulong[TableFunction.DuckDBInitGetColumnCount(info)];
            for (int i = 0; i < columns.Length; i++)
                columns[i] = TableFunction.DuckDBInitGetColumnIndex(info, (ulong)i);
            Scan scan = source.Open(columns);
            DuckDbNative.SetMaximumThreads(info, (ulong)scan.MaximumThreads);
            TableFunction.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &Free);
        }
        catch (Exception failure)
        {
            source.Scope.Fail(failure);
            TableFunction.DuckDBInitSetError(info, CallbackFailed);
        }
    }

    // The scan is not known here, so the thread's reader comes with its first chunk.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitThread(IntPtr info)
    {
        ScanSource source = Target<ScanSource>(TableFunction.DuckDBInitGetBindData(info));
        TableFunction.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(new ThreadState(source.Scope))), &CloseThread);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void CloseThread(IntPtr handle)
    {
        GCHandle pinned = GCHandle.FromIntPtr(handle);
        ThreadState thread = (ThreadState)pinned.Target!;
        pinned.Free();
        try
        {
            thread.Reader?.Dispose();
        }
        catch (Exception failure)
        {
            thread.Scope.Fail(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(IntPtr info, IntPtr chunk)
    {
        Scan scan = Target<Scan>(TableFunction.DuckDBFunctionGetInitData(info));
        try
        {
            ThreadState thread = Target<ThreadState>(DuckDbNative.GetLocalInitData(info));
            (thread.Reader ??= scan.OpenReader()).Fill(chunk);
        }
        catch (Exception failure)
        {
            if (failure is not OperationCanceledException)
                scan.Scope.Fail(failure is RelationFailedException { InnerException: { } cause } ? cause : failure);
            TableFunction.DuckDBFunctionSetError(info, CallbackFailed);
        }
    }
#pragma warning restore CA1031

    private static ScanSource? Bound(IntPtr info)
    {
        using DuckDBValue argument = TableFunction.DuckDBBindGetParameter(info, 0);
        long ordinal = NativeMethods.Value.DuckDBGetInt64(argument);
        IReadOnlyList<ScanSource> sources = Target<RelationFunction>(TableFunction.DuckDBBindGetExtraInfo(info)).Sources;
        return ordinal >= 0 && ordinal < sources.Count ? sources[(int)ordinal] : null;
    }

    private static T Target<T>(IntPtr handle) where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    private sealed class ThreadState(StatementScope scope)
    {
        internal StatementScope Scope => scope;

        internal ScanReader? Reader { get; set; }
    }
}
