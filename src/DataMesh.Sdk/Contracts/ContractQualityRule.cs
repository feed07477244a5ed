using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>A rule about the data.</summary>
/// <remarks>ODCS 3.1 demands exactly one of the eight comparisons of library and SQL rules.</remarks>
public sealed class ContractQualityRule : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractQualityRule() : this(new YamlMapping()) { }

    internal ContractQualityRule(YamlMapping node) : base(node) { }

    /// <summary>A technical name that references use, unique in its list.</summary>
    public string? Id { get => GetText(); set => SetText(value); }

    /// <summary>The name.</summary>
    public string? Name { get => GetText(); set => SetText(value); }

    /// <summary>What it is, in words.</summary>
    public string? Description { get => GetText(); set => SetText(value); }

    /// <summary>The kind: <c>library</c> (when absent), <c>sql</c>, <c>custom</c>, <c>text</c>.</summary>
    public string? Type { get => GetText(); set => SetText(value); }

    /// <summary>What a library rule measures: <c>nullValues</c>, <c>missingValues</c>, <c>invalidValues</c>, <c>duplicateValues</c>, <c>rowCount</c>.</summary>
    public string? Metric { get => GetText(); set => SetText(value); }

    /// <summary>What the metric needs: an object, for example with <c>validValues</c>.</summary>
    public JsonNode? Arguments { get => GetValue(); set => SetValue(value); }

    /// <summary>The statement of a SQL rule.</summary>
    public string? Query { get => GetText(); set => SetText(value); }

    /// <summary>Who evaluates a custom rule.</summary>
    public string? Engine { get => GetText(); set => SetText(value); }

    /// <summary>The custom rule: text or an object.</summary>
    public JsonNode? Implementation { get => GetValue(); set => SetValue(value); }

    /// <summary>The measured value must be this.</summary>
    public JsonNode? MustBe { get => GetValue(); set => SetValue(value); }

    /// <summary>It must not be this.</summary>
    public JsonNode? MustNotBe { get => GetValue(); set => SetValue(value); }

    /// <summary>It must be greater.</summary>
    public decimal? MustBeGreaterThan { get => GetNumber(); set => SetNumber(value); }

    /// <summary>It must be at least this.</summary>
    public decimal? MustBeGreaterOrEqualTo { get => GetNumber(); set => SetNumber(value); }

    /// <summary>It must be less.</summary>
    public decimal? MustBeLessThan { get => GetNumber(); set => SetNumber(value); }

    /// <summary>It must be at most this.</summary>
    public decimal? MustBeLessOrEqualTo { get => GetNumber(); set => SetNumber(value); }

    /// <summary>It must lie between two numbers, which are allowed themselves: an array.</summary>
    public JsonNode? MustBeBetween { get => GetValue(); set => SetValue(value); }

    /// <summary>It must not lie between two numbers: an array.</summary>
    public JsonNode? MustNotBeBetween { get => GetValue(); set => SetValue(value); }

    /// <summary>What is counted: <c>rows</c> or <c>percent</c>.</summary>
    public string? Unit { get => GetText(); set => SetText(value); }

    /// <summary>The dimension of quality, for example <c>completeness</c>.</summary>
    public string? Dimension { get => GetText(); set => SetText(value); }

    /// <summary>How it is checked, for example <c>reconciliation</c>.</summary>
    public string? Method { get => GetText(); set => SetText(value); }

    /// <summary>How bad a broken rule is, for example <c>error</c> or <c>warning</c>.</summary>
    public string? Severity { get => GetText(); set => SetText(value); }

    /// <summary>What a broken rule means to the business.</summary>
    public string? BusinessImpact { get => GetText(); set => SetText(value); }

    /// <summary>What runs the check.</summary>
    public string? Scheduler { get => GetText(); set => SetText(value); }

    /// <summary>When.</summary>
    public string? Schedule { get => GetText(); set => SetText(value); }

    /// <summary>Search words.</summary>
    public IList<string> Tags => GetTexts();

    /// <summary>Where more is said.</summary>
    public IList<AuthoritativeDefinition> AuthoritativeDefinitions => GetElements(n => new AuthoritativeDefinition(n));

    /// <summary>Named values beside those of the standard.</summary>
    public IList<CustomProperty> CustomProperties => GetElements(n => new CustomProperty(n));
}
