using System.Text.Json.Nodes;
using static DataMesh.ChangeImpact;

namespace DataMesh.Tests.Compatibility;

/// <summary>Every row of the table: one change, its verdict for a promise and its verdict for an expectation.</summary>
public sealed class CompatibilityTableTests
{
    private sealed record Row(string Rule, ChangeImpact Output, ChangeImpact Input, Action<ContractDocument> Former, Action<ContractDocument> Current, bool Strict = false);

    private static readonly Dictionary<string, Row> _rows = new()
    {
        ["an object is added"] = new("object-added", Minor, Major, _ => { }, c => c.Schema.Add(new() { Name = "more" })),
        ["an object is removed"] = new("object-removed", Major, Minor, c => c.Schema.Add(new() { Name = "more" }), _ => { }),
        ["a nullable property is added"] = new("property-added", Minor, Minor, _ => { }, c => Add(c, new() { Name = "new", LogicalType = "string" })),
        ["a required property is added"] = new("required-property-added", Minor, Major, _ => { }, c => Add(c, new() { Name = "new", Required = true })),
        ["a property is removed"] = new("property-removed", Major, Minor, _ => { }, c => c.Schema[0].Properties.RemoveAt(0)),
        ["a property is renamed, known by its id"] = new("renamed", Major, Major, c => P(c).Id = "x", c => { P(c).Id = "x"; P(c).Name = "amount_eur"; }),
        ["a property is renamed and keeps its former name"] = new("renamed-keeping-former-name", Minor, Minor, _ => { }, c => { P(c).Name = "amount_eur"; Custom(P(c), "datamesh.formerNames", new JsonArray("amount")); }),
        ["an object is renamed, known by its id"] = new("renamed", Major, Major, c => c.Schema[0].Id = "x", c => { c.Schema[0].Id = "x"; c.Schema[0].Name = "other"; }),
        ["required is dropped"] = new("required-dropped", Major, Minor, c => P(c).Required = true, c => P(c).Required = false),
        ["required is added"] = new("required-added", Minor, Major, _ => { }, c => P(c).Required = true),
        ["a required name of an object is dropped"] = new("required-dropped", Major, Minor, c => Options(c).Required.Add("city"), _ => { }),
        ["unique is dropped"] = new("unique-dropped", Major, Minor, c => P(c).Unique = true, _ => { }),
        ["unique is added"] = new("unique-added", Minor, Major, _ => { }, c => P(c).Unique = true),
        ["the key is dropped"] = new("unique-dropped", Major, Minor, c => P(c).PrimaryKey = true, _ => { }),
        ["a key is added"] = new("unique-added", Minor, Major, _ => { }, c => P(c).PrimaryKey = true),
        ["a column is added to the key"] = new("unique-dropped", Major, Minor, c => { P(c).PrimaryKey = true; P(c).PrimaryKeyPosition = 1; }, c => { P(c).PrimaryKey = true; P(c).PrimaryKeyPosition = 1; c.Schema[0].Properties[1].PrimaryKey = true; }),
        ["items of an array are unique no more"] = new("unique-dropped", Major, Minor, c => Options(c).UniqueItems = true, _ => { }),
        ["int becomes long"] = new("type-widened", Major, Minor, c => Type(c, "integer", "int"), c => Type(c, "integer", "bigint")),
        ["float becomes double"] = new("type-widened", Major, Minor, c => Type(c, "number", "float"), c => Type(c, "number", "double")),
        ["a decimal gets more digits"] = new("type-widened", Major, Minor, c => Type(c, "number", "decimal(10,2)"), c => Type(c, "number", "decimal(18,2)")),
        ["a format gets wider and there is no stored type"] = new("type-widened", Major, Minor, c => Format(c, "integer", "i32"), c => Format(c, "integer", "i64")),
        ["a whole number becomes one with a fraction"] = new("type-widened", Major, Minor, c => Type(c, "integer", null), c => Type(c, "number", null)),
        ["int becomes long as its format announced"] = new("type-widened-as-announced", Minor, Minor, c => { Type(c, "integer", "int"); Options(c).Format = "i64"; }, c => { Type(c, "integer", "long"); Options(c).Format = "i64"; }),
        ["long becomes int"] = new("type-narrowed", Minor, Major, c => Type(c, "integer", "long"), c => Type(c, "integer", "int")),
        ["a decimal gets fewer digits"] = new("type-narrowed", Minor, Major, c => Type(c, "number", "decimal(18,2)"), c => Type(c, "number", "decimal(10,2)")),
        ["a decimal gets another scale"] = new("type-changed", Major, Major, c => Type(c, "number", "decimal(18,2)"), c => Type(c, "number", "decimal(18,4)")),
        ["a date becomes a timestamp"] = new("type-changed", Major, Major, c => Type(c, "date", "date"), c => Type(c, "timestamp", "timestamptz")),
        ["text becomes a number"] = new("type-changed", Major, Major, c => Type(c, "string", "text"), c => Type(c, "number", "double")),
        ["a time zone appears"] = new("type-changed", Major, Major, c => { Type(c, "timestamp", null); Options(c).Timezone = false; }, c => { Type(c, "timestamp", null); Options(c).Timezone = true; }),
        ["the items of an array change their type"] = new("type-changed", Major, Major, c => P(c).Items = new() { LogicalType = "string" }, c => P(c).Items = new() { LogicalType = "boolean" }),
        ["the unit changes"] = new("meaning-changed", Major, Major, c => Custom(P(c), "datamesh.unit", "EUR"), c => Custom(P(c), "datamesh.unit", "USD")),
        ["another column says when it happened"] = new("meaning-changed", Major, Major, _ => { }, c => Custom(P(c), "datamesh.eventTime", true)),
        ["the store has another word for the type"] = new("stored-type-changed", Minor, Minor, c => Type(c, "string", "string"), c => Type(c, "string", "text")),
        ["a value is allowed"] = new("value-allowed", Major, Minor, c => Custom(P(c), "datamesh.allowedValues", new JsonArray("a")), c => Custom(P(c), "datamesh.allowedValues", new JsonArray("a", "b"))),
        ["a value of an enum is allowed"] = new("value-allowed", Major, Minor, c => P(c).Enum = Values("a"), c => P(c).Enum = Values("a", "b")),
        ["a valid value is allowed"] = new("value-allowed", Major, Minor, c => Valid(c, "a"), c => Valid(c, "a", "b")),
        ["all values are allowed"] = new("value-allowed", Major, Minor, c => P(c).Enum = Values("a"), _ => { }),
        ["a value is allowed in a list that was declared open"] = new("value-allowed-in-open-list", Minor, Minor, c => { P(c).Enum = Values("a"); Custom(P(c), "datamesh.openValues", true); }, c => { P(c).Enum = Values("a", "b"); Custom(P(c), "datamesh.openValues", true); }),
        ["a value is forbidden"] = new("value-forbidden", Minor, Major, c => P(c).Enum = Values("a", "b"), c => P(c).Enum = Values("a")),
        ["a list of values appears"] = new("value-forbidden", Minor, Major, _ => { }, c => P(c).Enum = Values("a")),
        ["a greatest length is raised"] = new("limit-loosened", Minor, Minor, c => Options(c).MaxLength = 10, c => Options(c).MaxLength = 20),
        ["a stored text gets longer"] = new("limit-loosened", Minor, Minor, c => Type(c, "string", "varchar(10)"), c => Type(c, "string", "varchar(20)")),
        ["a maximum is raised, strictly"] = new("limit-loosened-strict", Major, Minor, c => Options(c).Maximum = 10, c => Options(c).Maximum = 20, Strict: true),
        ["a minimum is dropped"] = new("limit-loosened", Minor, Minor, c => Options(c).Minimum = 1, _ => { }),
        ["a pattern is dropped"] = new("limit-loosened", Minor, Minor, c => Options(c).Pattern = "^a", _ => { }),
        ["a date's maximum is later"] = new("limit-loosened", Minor, Minor, c => Options(c).Maximum = "2026-01-01", c => Options(c).Maximum = "2027-01-01"),
        ["a format announces wider numbers"] = new("limit-loosened", Minor, Minor, c => { Type(c, "integer", "int"); Options(c).Format = "i32"; }, c => { Type(c, "integer", "int"); Options(c).Format = "i64"; }),
        ["a greatest length is lowered"] = new("limit-tightened", Minor, Major, c => Options(c).MaxLength = 20, c => Options(c).MaxLength = 10),
        ["a minimum is raised"] = new("limit-tightened", Minor, Major, c => Options(c).Minimum = 1, c => Options(c).Minimum = 2.5),
        ["a pattern appears"] = new("limit-tightened", Minor, Major, _ => { }, c => Options(c).Pattern = "^a"),
        ["a limit of ours is lowered"] = new("limit-tightened", Minor, Major, c => Custom(P(c), "datamesh.maxLength", 9), c => Custom(P(c), "datamesh.maxLength", 8)),
        ["a pattern changes"] = new("limit-changed", Minor, Major, c => Options(c).Pattern = "^a", c => Options(c).Pattern = "^b"),
        ["a pattern changes, strictly"] = new("limit-changed-strict", Major, Major, c => Options(c).Pattern = "^a", c => Options(c).Pattern = "^b", Strict: true),
        ["a classification is raised"] = new("classification-raised", Major, None, c => P(c).Classification = "internal", c => P(c).Classification = "confidential"),
        ["a classification that nobody can compare changes"] = new("classification-raised", Major, None, c => P(c).Classification = "c2", c => P(c).Classification = "c1"),
        ["a category of personal data is added"] = new("classification-raised", Major, None, _ => { }, c => Custom(P(c), "datamesh.categories", new JsonArray("personal"))),
        ["a classification is lowered"] = new("classification-lowered", Minor, None, c => P(c).Classification = "restricted", c => P(c).Classification = "public"),
        ["a quality rule is added"] = new("quality-tightened", Minor, None, _ => { }, c => Rule(c, "error", 5)),
        ["a quality rule is tightened"] = new("quality-tightened", Minor, None, c => Rule(c, "error", 5), c => Rule(c, "error", 4)),
        ["a quality rule is loosened"] = new("quality-loosened", Major, None, c => Rule(c, "error", 5), c => Rule(c, "error", 6)),
        ["a quality rule measures something else"] = new("quality-loosened", Major, None, c => Rule(c, "error", 5), c => { Rule(c, "error", 5); c.Schema[0].Quality[0].Metric = "missingValues"; }),
        ["a quality rule is removed"] = new("quality-loosened", Major, None, c => Rule(c, "error", 5), _ => { }),
        ["an error becomes a warning"] = new("quality-loosened", Major, None, c => Rule(c, "error", 5), c => Rule(c, "warning", 5)),
        ["a quality rule that only warns is removed"] = new("quality-loosened-warning", Minor, None, c => Rule(c, "warning", 5), _ => { }),
        ["a latency gets better"] = new("service-better", Patch, None, c => Promise(c, "latency", 4, "h"), c => Promise(c, "latency", 30, "min")),
        ["a latency gets worse"] = new("service-worse", Major, None, c => Promise(c, "latency", 4, "h"), c => Promise(c, "latency", 1, "d")),
        ["an availability gets better"] = new("service-better", Patch, None, c => Promise(c, "av", 99.0, "percent"), c => Promise(c, "availability", 99.9, "percent")),
        ["a promise is withdrawn"] = new("service-worse", Major, None, c => Promise(c, "availability", 99, null), _ => { }),
        ["a retention gets shorter"] = new("end-announced", Minor, None, c => Promise(c, "retention", 2, "y"), c => Promise(c, "retention", 300, "d")),
        ["a retention gets longer"] = new("service-better", Patch, None, c => Promise(c, "retention", 1, "y"), c => Promise(c, "retention", 2, "y")),
        ["an end of support is set"] = new("end-announced", Minor, None, _ => { }, c => Promise(c, "endOfSupport", "2027-01-01", null)),
        ["an end of support is earlier"] = new("end-announced", Minor, None, c => Promise(c, "es", "2027-01-01", null), c => Promise(c, "endOfSupport", "2026-01-01", null)),
        ["a server moves"] = new("server-changed", Minor, None, c => Server(c, "s3://a"), c => Server(c, "s3://b")),
        ["a server is removed"] = new("server-changed", Minor, None, c => Server(c, "s3://a"), _ => { }),
        ["the partitions change"] = new("layout-changed", Patch, None, _ => { }, c => { P(c).Partitioned = true; }),
        ["a price is raised"] = new("terms-tightened", Major, None, c => c.Price = new() { PriceAmount = 1 }, c => c.Price = new() { PriceAmount = 2 }),
        ["a price is lowered"] = new("terms-loosened", Patch, None, c => c.Price = new() { PriceAmount = 2 }, c => c.Price = new() { PriceAmount = 1 }),
        ["a limitation appears"] = new("terms-tightened", Major, None, _ => { }, c => c.Description = new() { Limitations = "Not for advertising." }),
        ["a role goes"] = new("terms-tightened", Major, None, c => c.Roles.Add(new() { Role = "reader" }), _ => { }),
        ["a description changes"] = new("words-changed", Patch, Patch, c => P(c).Description = "a", c => P(c).Description = "b"),
        ["a tag is added"] = new("words-changed", Patch, Patch, _ => { }, c => c.Tags.Add("x")),
        ["the owner changes"] = new("words-changed", Patch, Patch, _ => { }, c => c.Team = new() { Name = "x" }),
        ["a support channel is added"] = new("words-changed", Patch, Patch, _ => { }, c => c.Support.Add(new() { Channel = "x" })),
        ["a synonym is added"] = new("words-changed", Patch, Patch, _ => { }, c => P(c).Synonyms.Add("x")),
        ["a key that nobody knows changes"] = new("words-changed", Patch, Patch, c => c["acme"] = 1, c => c["acme"] = 2),
        ["a property is deprecated"] = new("deprecated", Minor, None, _ => { }, c => P(c).Deprecated = true),
        ["the contract is deprecated"] = new("deprecated", Minor, None, _ => { }, c => c.Status = "deprecated"),
        ["the contract is retired"] = new("retired", Major, None, _ => { }, c => c.Status = "retired"),
        ["the contract is activated"] = new("status-changed", Patch, None, _ => { }, c => c.Status = "active"),
        ["the values of a map change their type"] = new("map-or-vector-changed", Major, Major, c => Map(c, "int"), c => Map(c, "string")),
        ["a map of ODCS 3.2 changes"] = new("map-or-vector-changed", Major, Major, c => P(c)["map"] = new JsonObject { ["key"] = "a" }, c => P(c)["map"] = new JsonObject { ["key"] = "b" }),
        ["a vector gets other dimensions"] = new("map-or-vector-changed", Major, Major, c => { Type(c, "vector", null); Options(c)["dimensions"] = 3; }, c => { Type(c, "vector", null); Options(c)["dimensions"] = 4; }),
        ["rows may change from now on"] = new("rows-may-change", Major, None, c => Custom(c, "datamesh.mode", "append"), c => Custom(c, "datamesh.mode", "upsert")),
        ["rows no longer change"] = new("rows-no-longer-change", Minor, None, c => Custom(c, "datamesh.mode", "upsert"), c => Custom(c, "datamesh.mode", "append")),
    };

    public static TheoryData<string> Rows() => [.. _rows.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void As_a_promise(string change)
    {
        ContractDifference difference = TheDifference(change);

        Assert.Equal((_rows[change].Rule, _rows[change].Output), (difference.Rule, difference.OutputPort));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void As_an_expectation(string change)
    {
        ContractDifference difference = TheDifference(change);

        Assert.Equal((_rows[change].Rule, _rows[change].Input), (difference.Rule, difference.InputPort));
    }

    [Fact]
    public void Every_rule_has_a_row() => Assert.Equal(ChangeRules.All.Select(r => r.Name).Order(StringComparer.Ordinal), _rows.Values.Select(r => r.Rule).Distinct().Order(StringComparer.Ordinal));

    private static ContractDifference TheDifference(string change)
    {
        (ContractDocument former, ContractDocument current) = (Base(), Base());
        _rows[change].Former(former);
        _rows[change].Current(current);

        return Assert.Single(ContractComparison.Between(former, current, _rows[change].Strict).Differences);
    }

    private static ContractDocument Base() => new("lines", "1.0.0") { Schema = { new() { Name = "lines", Properties = { new() { Name = "amount" }, new() { Name = "second" } } } } };

    private static ContractProperty P(ContractDocument contract) => contract.Schema[0].Properties[0];

    private static void Add(ContractDocument contract, ContractProperty property) => contract.Schema[0].Properties.Add(property);

    private static ContractTypeOptions Options(ContractDocument contract) => P(contract).LogicalTypeOptions ??= new();

    private static void Type(ContractDocument contract, string logical, string? stored) => (P(contract).LogicalType, P(contract).PhysicalType) = (logical, stored);

    private static void Format(ContractDocument contract, string logical, string format)
    {
        Type(contract, logical, null);
        Options(contract).Format = format;
    }

    private static void Custom(ContractProperty property, string name, JsonNode value) => property.CustomProperties.Add(new() { Property = name, Value = value });

    private static void Custom(ContractDocument contract, string name, JsonNode value) => contract.CustomProperties.Add(new() { Property = name, Value = value });

    private static JsonArray Values(params string[] values) => [.. values.Select(v => new JsonObject { ["value"] = v })];

    private static void Valid(ContractDocument contract, params string[] values) => P(contract).Quality.Add(new()
    {
        Metric = "invalidValues", MustBe = 0, Arguments = new JsonObject { ["validValues"] = new JsonArray([.. values.Select(v => (JsonNode)v)]) },
    });

    private static void Rule(ContractDocument contract, string severity, int most) => contract.Schema[0].Quality.Add(new() { Name = "rows", Metric = "nullValues", MustBeLessThan = most, Severity = severity });

    private static void Promise(ContractDocument contract, string property, JsonNode value, string? unit) => contract.ServiceLevels.Add(new() { Property = property, Value = value, Unit = unit });

    private static void Server(ContractDocument contract, string location) => contract.Servers.Add(new() { Server = "prod", Type = "s3", Location = location });

    private static void Map(ContractDocument contract, string value)
    {
        Type(contract, "object", "map");
        P(contract).Properties.Add(new() { Name = "key", PhysicalType = "string" });
        P(contract).Properties.Add(new() { Name = "value", PhysicalType = value });
    }
}
