using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

/// <summary>The rows that <see cref="TableFormatTests"/> write: <c>id</c> decides every other column.</summary>
public static class TableFormatRows
{
    private static readonly DateOnly FirstDay = new(2001, 1, 1);

    /// <summary>Columns: a key, a nullable text, a day, a number.</summary>
    public static Schema Schema { get; } = new(
        [
            ArrowFields.Create("id", PhysicalType.Of(PhysicalTypeKind.Int64), nullable: false),
            ArrowFields.Create("name", PhysicalType.Of(PhysicalTypeKind.String), nullable: true),
            ArrowFields.Create("day", PhysicalType.Of(PhysicalTypeKind.Date), nullable: false),
            ArrowFields.Create("amount", PhysicalType.Of(PhysicalTypeKind.Double), nullable: true),
        ],
        null);

    /// <summary>A definition of a table of these rows.</summary>
    public static TableDefinition Definition(params PartitionField[] partitioning) => new()
    {
        TableId = Guid.NewGuid(),
        Schema = Schema,
        Key = ["id"],
        Partitioning = partitioning,
        Properties = new Dictionary<string, string> { ["owner"] = "tests" },
    };

    /// <summary>The text of a row; null for every fifth.</summary>
    public static string? NameOf(long id) => id % 5 == 4 ? null : $"nämé {id} \U0001F600";

    /// <summary>The day of a row: ten ids share one.</summary>
    public static DateOnly DayOf(long id) => FirstDay.AddDays((int)(id / 10));

    /// <summary>A batch with the ids.</summary>
    public static RecordBatch Batch(Schema schema, params IEnumerable<long> ids)
    {
        Int64Array.Builder id = new();
        StringArray.Builder name = new();
        Date32Array.Builder day = new();
        DoubleArray.Builder amount = new();
        int count = 0;
        foreach (long value in ids)
        {
            count++;
            id.Append(value);
            _ = NameOf(value) is { } text ? name.Append(text) : name.AppendNull();
            day.Append(DayOf(value));
            _ = value % 7 == 0 ? amount.AppendNull() : amount.Append(value * 0.5);
        }
        return new RecordBatch(schema, [id.Build(), name.Build(), day.Build(), amount.Build()], count);
    }

    /// <summary>Batches of some ids each, and a slice among them.</summary>
    public static async IAsyncEnumerable<RecordBatch> Batches(Schema schema, IReadOnlyList<long> ids, int batchRows = 40)
    {
        await Task.CompletedTask;
        foreach (long[] chunk in ids.Chunk(batchRows))
            yield return Batch(schema, chunk);
    }
}
