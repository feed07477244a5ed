namespace DataMesh;

/// <summary>One rule of the contract that rows of a publish break. Never holds the value.</summary>
public sealed record ContractViolation
{
    /// <summary>The column; below structs, lists and maps its path, for example <c>address.city</c> or <c>tags.element</c>; <c>*</c> for the row as a whole.</summary>
    public required string Column { get; init; }

    /// <summary>The rule, for example <c>required</c> or <c>range -120..1440</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The zero-based ordinal, in the published stream, of the first row that breaks the rule.</summary>
    public required long FirstRow { get; init; }

    /// <summary>How many rows break it, as far as was counted; of values in lists and maps, how many values.</summary>
    public long Rows { get; init; } = 1;
}
