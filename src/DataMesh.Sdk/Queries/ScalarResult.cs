using Apache.Arrow;

namespace DataMesh;

/// <summary>Reads the one value of a statement's result.</summary>
internal static class ScalarResult
{
    public static async Task<T> ReadAsync<T>(IAsyncEnumerable<RecordBatch> result, CancellationToken cancellationToken) =>
        Convert<T>(await ReadAnyAsync(result, cancellationToken).ConfigureAwait(false));

    /// <summary>The value as the .NET type that records use for it.</summary>
    public static async Task<object?> ReadAnyAsync(IAsyncEnumerable<RecordBatch> result, CancellationToken cancellationToken)
    {
        bool found = false;
        object? value = null;
        await foreach (RecordBatch batch in result.WithCancellation(cancellationToken).ConfigureAwait(false))
            using (batch)
            {
                if (batch.ColumnCount != 1)
                    throw Invalid($"it has {batch.ColumnCount} columns");
                if (batch.Length == 0)
                    continue;
                if (found || batch.Length > 1)
                    throw Invalid("it has more than one row");
                found = true;
                value = ArrowScalar.Read(batch.Column(0), 0);
            }
        return found ? value : throw Invalid("it has no row");
    }

    private static T Convert<T>(object? value)
    {
        Type wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (value is null)
            return default(T) is null ? default! : throw Invalid($"it is null, and {typeof(T).Name} has no null: ask for {typeof(T).Name}?");
        object? converted = value switch
        {
            _ when wanted.IsInstanceOfType(value) => value,
            long v when wanted == typeof(int) && v is >= int.MinValue and <= int.MaxValue => (int)v,
            long v when wanted == typeof(decimal) => (decimal)v,
            decimal v when wanted == typeof(long) && v == decimal.Truncate(v) && v is >= long.MinValue and <= long.MaxValue => (long)v,
            decimal v when wanted == typeof(int) && v == decimal.Truncate(v) && v is >= int.MinValue and <= int.MaxValue => (int)v,
            double v when wanted == typeof(float) => (float)v,
            DateTime v when wanted == typeof(DateTimeOffset) => new DateTimeOffset(v),
            _ => null,
        };
        return converted is null ? throw Invalid($"it is of type {value.GetType().Name}, not {typeof(T).Name}: cast it in the statement") : (T)converted;
    }

    private static DataMeshException Invalid(string problem) =>
        new(DataMeshErrorKind.InvalidRequest, $"The result of the statement is not one value: {problem}.") { Operation = "query" };
}
