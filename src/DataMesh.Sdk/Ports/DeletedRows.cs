using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Which rows of a port a producer wants deleted, checked against its columns.</summary>
internal static class DeletedRows
{
    /// <exception cref="DataMeshException">The condition does not fit the columns.</exception>
    public static IRowMatch Where(PortBinding port, Schema columns, Filter where)
    {
        try
        {
            FilterEvaluator.Create(where, columns);
        }
        catch (Exception error) when (error is DataMeshException or ArgumentException)
        {
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot delete rows of '{port.Name}': {error.Message}", error) { Product = port.Name.Product, Port = port.Name, Operation = "delete" };
        }
        return new FilterMatch(where);
    }

    /// <exception cref="ArgumentException">The record does not have the key.</exception>
    /// <exception cref="InvalidOperationException">The port has no key.</exception>
    public static IRowMatch OfKeys<TKey>(PortBinding port, Schema columns, IReadOnlyList<string> key, TKey[] keys)
        where TKey : IDataSchema<TKey>
    {
        if (key.Count == 0)
            throw new InvalidOperationException($"The port '{port.Name}' has no key, so that rows cannot be deleted by it: pass a condition to DeleteAsync.");
        foreach (string name in key)
            if (TKey.Schema.Find(name) is not { } column || column.Type != PhysicalType.TryFromArrow(columns.GetFieldByName(name).DataType))
                throw new ArgumentException($"The record '{typeof(TKey).Name}' cannot name rows of '{port.Name}' by their key: it has no column '{name}' of type {PhysicalType.TryFromArrow(columns.GetFieldByName(name).DataType)}. Give it all key columns: '{string.Join("', '", key)}'.", nameof(keys));
        if (keys.Length == 0)
            return new FilterMatch(Filter.False);
        using RecordBatch batch = TKey.CreateEncoder(EncoderOptions.Default).Encode(keys, 0);
        return new KeyMatch([batch], columns, key);
    }
}
