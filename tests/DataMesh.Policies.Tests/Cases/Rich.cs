using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;

namespace DataMesh.Tests.Policies;

internal enum Cabin
{
    Economy,
    Business,
    First,
}

/// <summary>A producer's record for the typed doors with lambdas.</summary>
[DataSchema]
internal sealed partial record RichRow
{
    public required long Id { get; init; }

    [Classified(Classification.Confidential, Category.Personal)]
    public required string Name { get; init; }

    public string? Country { get; init; }

    [DecimalPrecision(9, 2)]
    [Classified(Classification.Internal, Category.Financial)]
    public decimal? Amount { get; init; }

    public double? Score { get; init; }

    public DateOnly? Day { get; init; }

    [EventTime]
    public required DateTime At { get; init; }

    public bool? Flag { get; init; }

    [Classified(Classification.Restricted)]
    public Guid? Code { get; init; }

    public Cabin Cabin { get; init; }
}

/// <summary>What a consumer makes of it: everything may be missing.</summary>
[DataSchema]
internal sealed partial record RichView
{
    public long? Id { get; init; }

    public string? Name { get; init; }

    public string? Country { get; init; }

    [DecimalPrecision(9, 2)]
    public decimal? Amount { get; init; }

    public double? Score { get; init; }

    public DateOnly? Day { get; init; }

    public DateTime? At { get; init; }

    public bool? Flag { get; init; }

    public Guid? Code { get; init; }

    public Cabin? Cabin { get; init; }

    public static readonly string[] Columns = ["id", "name", "country", "amount", "score", "day", "at", "flag", "code", "cabin"];

    /// <summary>Conditions with the columns they use.</summary>
    public static readonly (Expression<Func<RichView, bool>> Condition, string[] Columns)[] Conditions =
    [
        (r => r.Id > 5, ["id"]),
        (r => r.Id != null && r.Id <= 20, ["id"]),
        (r => r.Name == "abc", ["name"]),
        (r => r.Name != "abc", ["name"]),
        (r => r.Name!.StartsWith("ab"), ["name"]),
        (r => r.Country == null || r.Country == "de", ["country"]),
        (r => r.Amount >= 12.25m, ["amount"]),
        (r => !(r.Amount < 0m), ["amount"]),
        (r => r.Score > 0.5, ["score"]),
        (r => r.Score != 0.75, ["score"]),
        (r => r.Day < new DateOnly(2026, 3, 10), ["day"]),
        (r => r.At >= new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc), ["at"]),
        (r => r.Flag == true || r.Flag == null, ["flag"]),
        (r => r.Code != null, ["code"]),
        (r => r.Cabin == Policies.Cabin.Business, ["cabin"]),
        (r => r.Cabin != Policies.Cabin.First && r.Id > 0, ["cabin", "id"]),
    ];

    public static RichView From(IReadOnlyDictionary<string, ScalarValue> cells) => new()
    {
        Id = Get(cells, "id", v => v.AsInteger()),
        Name = cells.TryGetValue("name", out ScalarValue name) && !name.IsNull ? name.AsString() : null,
        Country = cells.TryGetValue("country", out ScalarValue country) && !country.IsNull ? country.AsString() : null,
        Amount = Get(cells, "amount", v => v.AsDecimal()),
        Score = Get(cells, "score", v => v.AsFloat()),
        Day = Get(cells, "day", v => v.AsDate()),
        At = Get(cells, "at", v => v.AsTimestamp()),
        Flag = Get(cells, "flag", v => v.AsBoolean()),
        Code = Get(cells, "code", v => v.AsUuid()),
        Cabin = Get(cells, "cabin", v => Enum.Parse<Cabin>(v.AsString())),
    };

    public ScalarValue[] ToCells() =>
    [
        Id is { } id ? id : ScalarValue.Null, Name, Country, Amount is { } amount ? amount : ScalarValue.Null, Score is { } score ? score : ScalarValue.Null,
        Day is { } day ? ScalarValue.From(day) : ScalarValue.Null, At is { } at ? ScalarValue.From(at) : ScalarValue.Null, Flag is { } flag ? flag : ScalarValue.Null,
        Code is { } code ? ScalarValue.From(code) : ScalarValue.Null, Cabin?.ToString(),
    ];

    private static T? Get<T>(IReadOnlyDictionary<string, ScalarValue> cells, string column, Func<ScalarValue, T> read)
        where T : struct => cells.TryGetValue(column, out ScalarValue value) && !value.IsNull ? read(value) : null;
}

internal static class Schemas
{
    public static SchemaObject Of<T>()
        where T : IDataSchema<T> => T.Schema;
}
