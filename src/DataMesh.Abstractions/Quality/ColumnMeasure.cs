namespace DataMesh;

/// <summary>What a rule measures of the values of a column; rows without a value and NaN do not count.</summary>
public enum ColumnMeasure
{
    /// <summary>The least value.</summary>
    Minimum,

    /// <summary>The greatest value.</summary>
    Maximum,

    /// <summary>The arithmetic mean.</summary>
    Mean,
}
