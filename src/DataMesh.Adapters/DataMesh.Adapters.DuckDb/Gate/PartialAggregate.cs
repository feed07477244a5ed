using System.Globalization;
using System.Text.Json.Nodes;

namespace DataMesh.Adapters;

/// <summary>What an aggregate computes.</summary>
internal enum AggregateKind
{
    CountRows,
    Count,
    Sum,
    Min,
    Max,
}

/// <summary>An aggregate that can be computed of parts of the rows first, and of those results then, with the very outcome it has over all rows.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Column">The column; null for <see cref="AggregateKind.CountRows"/>.</param>
/// <param name="ColumnType">The column's type.</param>
/// <remarks>
/// Averages and floating sums are left out, because they round, and so are distinct and ordered ones. Whole numbers add up within 38 digits, DuckDB's own limit being wider by less than a digit.
/// </remarks>
internal sealed record PartialAggregate(AggregateKind Kind, string? Column, PhysicalType ColumnType)
{
    // Leaves room for ten billion rows.
    private const int WidestSummedDecimal = 28;

    /// <summary>The type of a part's result.</summary>
    internal PhysicalType Type => Kind switch
    {
        AggregateKind.CountRows or AggregateKind.Count => PhysicalType.Of(PhysicalTypeKind.Int64),
        AggregateKind.Sum => PhysicalType.Decimal(38, ColumnType.Scale),
        _ => ColumnType,
    };

    /// <summary>The aggregate of this name over a column; null when parts of it do not add up.</summary>
    internal static PartialAggregate? TryCreate(string function, string column, PhysicalType type)
    {
        AggregateKind? kind = function switch
        {
            "count" => AggregateKind.Count,
            "sum" when type.Kind is PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 || (type.Kind == PhysicalTypeKind.Decimal && type.Precision <= WidestSummedDecimal) => AggregateKind.Sum,
            "min" when !type.IsNested => AggregateKind.Min,
            "max" when !type.IsNested => AggregateKind.Max,
            _ => null,
        };
        return kind is { } known ? new PartialAggregate(known, column, type) : null;
    }

    /// <summary>The result of a part's rows, as SQL of this adapter over the reader's columns.</summary>
    internal string OfRows() => Kind switch
    {
        AggregateKind.CountRows => "count(*)",
        AggregateKind.Count => $"count({Name})",
        AggregateKind.Sum => $"CAST(sum({Name}) AS {SqlParameters.TypeName(Type)})",
        AggregateKind.Min => $"min({Name})",
        _ => $"max({Name})",
    };

    /// <summary>The same result of one row alone.</summary>
    internal string OfOneRow() => Kind switch
    {
        AggregateKind.CountRows => "CAST(1 AS BIGINT)",
        AggregateKind.Count => $"CAST({Name} IS NOT NULL AS BIGINT)",
        AggregateKind.Sum => $"CAST({Name} AS {SqlParameters.TypeName(Type)})",
        _ => Name,
    };

    /// <summary>The aggregate of the parts' results, as an expression of DuckDB's tree, with the type that the aggregate of the rows has.</summary>
    /// <param name="part">The column with the parts' results.</param>
    internal JsonObject OfParts(string part) => Kind switch
    {
        AggregateKind.CountRows or AggregateKind.Count => TreeNodes.Cast(TreeNodes.Coalesce(TreeNodes.Function("sum", TreeNodes.Column(part)), TreeNodes.Integer(0)), "BIGINT"),
        AggregateKind.Sum when ColumnType.Kind == PhysicalTypeKind.Decimal => TreeNodes.Function("sum", TreeNodes.Column(part)),
        AggregateKind.Sum => TreeNodes.Cast(TreeNodes.Function("sum", TreeNodes.Column(part)), "HUGEINT"),
        _ => TreeNodes.Function(Kind == AggregateKind.Min ? "min" : "max", TreeNodes.Column(part)),
    };

    private string Name => SqlNames.Identifier(Column!);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}({Column ?? "*"})");
}
