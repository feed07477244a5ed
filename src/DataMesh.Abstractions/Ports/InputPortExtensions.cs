namespace DataMesh;

/// <summary>Reads several ports of one product in one state.</summary>
public static class InputPortExtensions
{
    /// <summary>The same port, pinned to the snapshot that a run made of it. Ports that are read as of one run belong together.</summary>
    /// <remarks>
    /// A run over several ports is read when it has published to all of them, never in between: until then, and when the snapshot has expired, or the run did not publish to this port, reads fail with
    /// kind <see cref="DataMeshErrorKind.NotFound"/>. Runs are listed by <see cref="IDataMesh.ListRunsAsync"/>. Today's policy applies to every snapshot.
    /// </remarks>
    /// <param name="port">The port.</param>
    /// <param name="run">The run.</param>
    public static IInputPort AsOfRun(this IInputPort port, Guid run)
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.AsOf(SnapshotSelector.OfRun(run));
    }

    /// <inheritdoc cref="AsOfRun(IInputPort, Guid)"/>
    /// <typeparam name="T">The consumer's own record.</typeparam>
    public static IInputPort<T> AsOfRun<T>(this IInputPort<T> port, Guid run)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(port);
        return port.AsOf(SnapshotSelector.OfRun(run));
    }
}
