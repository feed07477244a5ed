namespace DataMesh.Adapters;

/// <summary>The messages of Arrow files and streams, numbered as in the format.</summary>
internal enum IpcMessageKind
{
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
}
