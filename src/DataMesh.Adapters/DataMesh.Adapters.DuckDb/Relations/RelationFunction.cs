using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using TableFunction = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace DataMesh.Adapters;

/// <summary>Makes a relation a table function of one DuckDB instance, with a view of the relation's name in front of it.</summary>
/// <remarks>Each scan of the view calls init, which opens the relation anew and with the projected columns only; each thread of it then has a reader of its own.</remarks>
internal static unsafe class RelationFunction
{
    private const string CallbackFailed = "the relation could not be read";

    internal static void Register(DuckDbInstance instance, int ordinal, ScanSource source)
    {
        string function = "__dm_" + ordinal.ToString(CultureInfo.InvariantCulture);
        IntPtr table = TableFunction.DuckDBCreateTableFunction();
        try
        {
            TableFunction.DuckDBTableFunctionSetName(table, function);
            TableFunction.DuckDBTableFunctionSetExtraInfo(table, GCHandle.ToIntPtr(GCHandle.Alloc(source)), &Free);
            TableFunction.DuckDBTableFunctionSetBind(table, &Bind);
            TableFunction.DuckDBTableFunctionSetInit(table, &Init);
            DuckDbNative.SetLocalInit(table, &InitThread);
            TableFunction.DuckDBTableFunctionSetFunction(table, &Fill);
            TableFunction.DuckDBTableFunctionSupportsProjectionPushdown(table, true);
            if (TableFunction.DuckDBRegisterTableFunction(instance.Connection, table) != DuckDBState.Success)
                throw DuckDbErrors.Setup($"bind relation '{source.Relation.Name}'");
        }
        finally
        {
            TableFunction.DuckDBDestroyTableFunction(ref table);
        }
        instance.Execute($"create view {SqlNames.Identifier(source.Relation.Name)} as select * from {function}()", $"name relation '{source.Relation.Name}'");
    }

#pragma warning disable CA1031 // No exception may cross into native code: each is kept for the caller and reported as a failure of the scan.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(IntPtr handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(IntPtr info)
    {
        ScanSource source = Target<ScanSource>(TableFunction.DuckDBBindGetExtraInfo(info));
        try
        {
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
        ScanSource source = Target<ScanSource>(TableFunction.DuckDBInitGetExtraInfo(info));
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
        ScanSource source = Target<ScanSource>(TableFunction.DuckDBInitGetExtraInfo(info));
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

    private static T Target<T>(IntPtr handle) where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    private sealed class ThreadState(StatementScope scope)
    {
        internal StatementScope Scope => scope;

        internal ScanReader? Reader { get; set; }
    }
}
