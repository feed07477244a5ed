namespace DataMesh;

/// <summary>What is made of the knowledge about the users of ports.</summary>
public static class MeshLifecycleExtensions
{
    /// <summary>Writes who uses which columns of ports into a file, by default for <c>contracts/consumers.lock.json</c> beside the project: committed, it lets a build say whom a change hits without reading the mesh.</summary>
    /// <remarks>
    /// The file has names and columns and no times: written again, it changes only when the use does. It replaces what is there, so name all ports of the project. Not atomic: for a folder under version control.
    /// </remarks>
    /// <param name="lifecycle">The provider's side: the process that declares the ports, or a steward.</param>
    /// <param name="ports">The ports, each with its major version: <c>sales/orders/lines@1</c>.</param>
    /// <param name="path">The file; its folder is made when it is not there.</param>
    /// <param name="cancellationToken">Cancels the call; a file that is there stays as it is until all consumers are known.</param>
    /// <exception cref="ArgumentException">No port is named, or one without its major version.</exception>
    /// <exception cref="DataMeshException">As <see cref="IMeshLifecycle.ListConsumersAsync"/>.</exception>
    public static async Task SaveConsumersAsync(this IMeshLifecycle lifecycle, IReadOnlyCollection<PortReference> ports, string path = "contracts/consumers.lock.json", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (ports.Count == 0)
            throw new ArgumentException("Name at least one port.", nameof(ports));
        Dictionary<string, IReadOnlyList<PortConsumer>> found = [];
        foreach (PortReference port in ports)
        {
            if (port.Major is null)
                throw new ArgumentException($"Consumers use one major version of a port: name it, for example '{port}@1'.", nameof(ports));
            List<PortConsumer> consumers = [];
            await foreach (PortConsumer consumer in lifecycle.ListConsumersAsync(port, cancellationToken).ConfigureAwait(false))
                consumers.Add(consumer);
            found[port.ToString()] = consumers;
        }
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(path, ConsumerLock.Write(found), cancellationToken).ConfigureAwait(false);
    }
}
