namespace DataMesh;

/// <summary>What publishing to a port does with the rows that are there. Part of the contract: consumers must know whether rows may change.</summary>
public enum PublishMode
{
    /// <summary>Adds rows; rows once published never change. The default of a record without a key.</summary>
    Append,

    /// <summary>Adds rows, each replacing the row of the same key. The default of a record with a key.</summary>
    Upsert,

    /// <summary>Replaces all rows. The default of a derived port.</summary>
    Replace,

    /// <summary>Replaces all rows of every partition that the published rows touch.</summary>
    ReplacePartitions,
}
