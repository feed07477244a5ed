namespace DataMesh;

/// <summary>Some records of a stream.</summary>
/// <param name="Rows">The records and what else has room; its own until the next part is asked for.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Watch">Has to be confirmed, when that is due, before a record is handed out.</param>
internal readonly record struct RecordPart<T>(T[] Rows, int Count, AccessWatch Watch);
