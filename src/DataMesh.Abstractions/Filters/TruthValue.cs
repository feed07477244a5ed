namespace DataMesh.Adapters.Authoring;

/// <summary>SQL's three truth values, one byte each.</summary>
public enum TruthValue : byte
{
    /// <summary>Does not hold.</summary>
    False = 0,

    /// <summary>Holds.</summary>
    True = 1,

    /// <summary>A null is in the way.</summary>
    Unknown = 2,
}
