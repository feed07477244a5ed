namespace DataMesh.Adapters;

/// <summary>The physical types of parquet.thrift (Type).</summary>
internal enum ParquetStoredType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    Bytes = 6,
    FixedBytes = 7,
}
