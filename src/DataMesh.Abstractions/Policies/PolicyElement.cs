namespace DataMesh;

/// <summary>What a rule named in an explanation or audit record is.</summary>
public enum PolicyElement
{
    /// <summary>The product reads itself.</summary>
    OwnProduct,

    /// <summary>The reader is a steward of the product.</summary>
    Steward,

    /// <summary>A <see cref="DataMesh.Grant"/>.</summary>
    Grant,

    /// <summary>An approved <see cref="AccessAgreement"/> with its <see cref="Offer"/>.</summary>
    Agreement,

    /// <summary>A <see cref="DataMesh.Prohibition"/>.</summary>
    Prohibition,

    /// <summary>A <see cref="DataMesh.RowFilter"/>.</summary>
    RowFilter,

    /// <summary>A <see cref="DataMesh.ColumnMask"/>.</summary>
    ColumnMask,

    /// <summary>The port's <see cref="DataMesh.Retention"/>.</summary>
    Retention,

    /// <summary>A vendor's policy engine.</summary>
    PolicyEngine,
}
