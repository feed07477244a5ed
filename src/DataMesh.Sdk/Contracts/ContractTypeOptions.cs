using System.Text.Json.Nodes;

namespace DataMesh;

/// <summary>Limits and details of a logical type. Which of them a type may have is up to the standard.</summary>
public sealed class ContractTypeOptions : DocumentElement
{
    /// <summary>Creates an element to add to a document.</summary>
    public ContractTypeOptions() : this(new YamlMapping()) { }

    internal ContractTypeOptions(YamlMapping node) : base(node) { }

    /// <summary>The smallest value: a number, or text for dates and times.</summary>
    public JsonNode? Minimum { get => GetValue(); set => SetValue(value); }

    /// <summary>The greatest value.</summary>
    public JsonNode? Maximum { get => GetValue(); set => SetValue(value); }

    /// <summary>What every value is greater than.</summary>
    public JsonNode? ExclusiveMinimum { get => GetValue(); set => SetValue(value); }

    /// <summary>What every value is less than.</summary>
    public JsonNode? ExclusiveMaximum { get => GetValue(); set => SetValue(value); }

    /// <summary>What every number is a multiple of.</summary>
    public decimal? MultipleOf { get => GetNumber(); set => SetNumber(value); }

    /// <summary>The least length of a text.</summary>
    public int? MinLength { get => GetInteger(); set => SetInteger(value); }

    /// <summary>The greatest length of a text.</summary>
    public int? MaxLength { get => GetInteger(); set => SetInteger(value); }

    /// <summary>A regular expression (ECMA-262) that texts match.</summary>
    public string? Pattern { get => GetText(); set => SetText(value); }

    /// <summary>The format: of a text for example <c>email</c>, of a date a pattern, of a number its width such as <c>i32</c> or <c>f64</c>.</summary>
    public string? Format { get => GetText(); set => SetText(value); }

    /// <summary>True when timestamps say their time zone.</summary>
    public bool? Timezone { get => GetFlag(); set => SetFlag(value); }

    /// <summary>The time zone of timestamps that say none.</summary>
    public string? DefaultTimezone { get => GetText(); set => SetText(value); }

    /// <summary>The least number of items of an array.</summary>
    public int? MinItems { get => GetInteger(); set => SetInteger(value); }

    /// <summary>The greatest number of items of an array.</summary>
    public int? MaxItems { get => GetInteger(); set => SetInteger(value); }

    /// <summary>True when no item of an array appears twice.</summary>
    public bool? UniqueItems { get => GetFlag(); set => SetFlag(value); }

    /// <summary>The least number of properties of an object.</summary>
    public int? MinProperties { get => GetInteger(); set => SetInteger(value); }

    /// <summary>The greatest number of properties of an object.</summary>
    public int? MaxProperties { get => GetInteger(); set => SetInteger(value); }

    /// <summary>The properties that an object must have.</summary>
    public IList<string> Required => GetTexts();
}
