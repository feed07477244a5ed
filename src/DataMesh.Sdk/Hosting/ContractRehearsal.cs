using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>Reads a small contract on another thread, once in a process: what the first documents of a mesh take is compiled while its services are put together.</summary>
/// <remarks>Where there is one processor, or no code is compiled as the program runs, nothing would be gained and nothing is done. Thread-safe.</remarks>
internal static class ContractRehearsal
{
    private static int s_begun;

    private static ReadOnlySpan<byte> Sample => """
        apiVersion: v3.1.0
        kind: DataContract
        id: datamesh/rehearsal/sample
        name: sample
        version: "1.0.0"
        status: active
        domain: datamesh
        description:
          purpose: Read once, to be ready.
        schema:
          - name: sample
            logicalType: object
            physicalType: table
            properties:
              - name: id
                logicalType: integer
                physicalType: long
                required: true
                classification: internal
        customProperties:
          - property: datamesh.mode
            value: append
        """u8;

    /// <summary>Begins, unless the process has begun before. Returns at once.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount > 1 && RuntimeFeature.IsDynamicCodeCompiled && Interlocked.Exchange(ref s_begun, 1) == 0)
            _ = Task.Run(Read);
    }

    /// <summary>Reads the sample.</summary>
    public static DataContract Read() => ContractYaml.Read(YamlParser.Parse("rehearsal", Sample));
}
