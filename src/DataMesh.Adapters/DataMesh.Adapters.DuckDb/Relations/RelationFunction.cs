using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using TableFunction = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace DataMesh.Adapters;

/// <summary>Makes a relation a table function of one DuckDB instance, with a view of the relation's name in front of it.</summary>
/// <remarks>Each scan of the view calls init, which opens the relation anew and with the projected columns only.</remarks>
internal static unsafe class RelationFunction
{
    private const string CallbackFailed = "the relation could not be read";

    internal static void Register(DuckDbInstance instance, int ordinal, RelationSource source)
    {
        string function = "__dm_" + ordinal.ToString(CultureInfo.InvariantCulture);
        IntPtr table = TableFunction.DuckDBCreateTableFunction();
        try
        {
            TableFunction.DuckDBTableFunctionSetName(table, function);
            TableFunction.DuckDBTableFunctionSetExtraInfo(table, GCHandle.ToIntPtr(GCHandle.Alloc(source)), &Free);
            TableFunction.DuckDBTableFunctionSetBind(table, &Bind);
            TableFunction.DuckDBTableFunctionSetInit(table, &Init);
            TableFunction.DuckDBTableFunctionSetFunction(table, &Fill);
            TableFunction.DuckDBTableFunctionSupportsProjectionPushdown(table, true);
            if (TableFunction.DuckDBRegisterTableFunction(instance.Connection, table) != DuckDBState.Success)
                throw DuckDbErrors.Setup($"bind relation '{source.Relation.Name}'");
        }
        finally
        {
            TableFunction.DuckDBDestroyTableFunction(ref table);
        }
        string name = source.Relation.Name.Replace("\"", "\"\"", StringComparison.Ordinal);
        instance.Execute($"create view \"{name}\" as select * from {function}()", $"name relation '{source.Relation.Name}'");
    }

#pragma warning disable CA1031 // No exception may cross into native code: each is kept for the caller and reported as a failure of the scan.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(IntPtr handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Close(IntPtr handle)
    {
        GCHandle pinned = GCHandle.FromIntPtr(handle);
        RelationScan scan = (RelationScan)pinned.Target!;
        pinned.Free();
        try
        {
            scan.Close();
        }
        catch (Exception failure)
        {
            scan.Scope.Fail(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(IntPtr info)
    {
        RelationSource source = Source(TableFunction.DuckDBBindGetExtraInfo(info));
        try
        {
            foreach (RelationColumn column in source.Columns)
            {
                using DuckDBLogicalType type = column.CreateLogicalType();
                TableFunction.DuckDBBindAddResultColumn(info, column.Name, type);
            }
            if (source.Relation.EstimatedRows is { } rows and >= 0)
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
        RelationSource source = Source(TableFunction.DuckDBInitGetExtraInfo(info));
        try
        {
            ulong[] columns = new ulong[TableFunction.DuckDBInitGetColumnCount(info)];
            for (int i = 0; i < columns.Length; i++)
                columns[i] = TableFunction.DuckDBInitGetColumnIndex(info, (ulong)i);
            RelationScan scan = new(source, columns);
            TableFunction.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &Close);
        }
        catch (Exception failure)
        {
            source.Scope.Fail(failure);
            TableFunction.DuckDBInitSetError(info, CallbackFailed);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(IntPtr info, IntPtr chunk)
    {
        RelationScan scan = (RelationScan)GCHandle.FromIntPtr(TableFunction.DuckDBFunctionGetInitData(info)).Target!;
        try
        {
            scan.Fill(chunk);
        }
        catch (Exception failure)
        {
            if (failure is not OperationCanceledException)
                scan.Scope.Fail(failure is RelationFailedException { InnerException: { } cause } ? cause : failure);
            TableFunction.DuckDBFunctionSetError(info, CallbackFailed);
        }
    }
#pragma warning restore CA1031

    private static RelationSource Source(IntPtr handle) => (RelationSource)GCHandle.FromIntPtr(handle).Target!;
}
