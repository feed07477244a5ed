using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>An opened mesh root: a store with a <c>datamesh.yaml</c> that this process may use.</summary>
internal sealed class MeshRoot
{
    private const string Format = "datamesh-root";
    private const string LocalTrust = "local";

    private MeshRoot(ObjectStore store, Guid id, string? environment, string? region)
    {
        Store = store;
        Id = id;
        Environment = environment;
        Region = region;
    }

    /// <summary>The store.</summary>
    public ObjectStore Store { get; }

    /// <summary>The id of the mesh, part of every product's identity.</summary>
    public Guid Id { get; }

    /// <summary>The environment the root belongs to; null when it names none.</summary>
    public string? Environment { get; }

    /// <summary>The region the data lies in; null when the root names none.</summary>
    public string? Region { get; }

    /// <summary>Opens a root.</summary>
    /// <param name="store">Where the root lies.</param>
    /// <param name="environment">The environment of the application; null accepts a root of any.</param>
    /// <param name="createIfMissing">True to make the root when there is none: for producers. Of several processes at once one creates it and all use that one.</param>
    /// <param name="time">The clock, for the mesh id.</param>
    /// <param name="cancellationToken">Cancels opening.</param>
    /// <exception cref="DataMeshException">
    /// Kind <see cref="DataMeshErrorKind.NotFound"/>, <see cref="DataMeshErrorKind.EnvironmentMismatch"/>, <see cref="DataMeshErrorKind.IncompatibleVersion"/> or
    /// <see cref="DataMeshErrorKind.CorruptData"/>.
    /// </exception>
    public static async Task<MeshRoot> OpenAsync(ObjectStore store, string? environment, bool createIfMissing, TimeProvider time, CancellationToken cancellationToken)
    {
        DocumentFiles files = new(store);
        StoredFile? file = await files.TryReadAsync(MeshLayout.RootFile, cancellationToken).ConfigureAwait(false);
        if (file is null && createIfMissing)
        {
            byte[] content = YamlText.Write(MeshLayout.RootFile.ToString(), Describe(Guid.CreateVersion7(time.GetUtcNow()), environment));
            await files.TryCreateAsync(MeshLayout.RootFile, content, cancellationToken).ConfigureAwait(false);
            file = await files.TryReadAsync(MeshLayout.RootFile, cancellationToken).ConfigureAwait(false);
        }
        if (file is null)
            throw new DataMeshException(DataMeshErrorKind.NotFound, $"There is no mesh at '{store.Root}': it has no '{MeshLayout.RootFile}'. Publish a product first or check the folder.");
        MeshRoot root = Read(store, file.Parse());
        return environment is null || environment == root.Environment ? root : throw OtherEnvironment(root, environment);
    }

    private static YamlMapping Describe(Guid id, string? environment) => new YamlMapping()
        .Add("format", Format).Add("layoutVersion", MeshLayout.Version).Add("minimumReaderVersion", MeshLayout.Version)
        .Add("mesh", id.ToString("D")).AddOptional("environment", environment).Add("trust", LocalTrust);

    private static MeshRoot Read(ObjectStore store, YamlMapping file)
    {
        if (file.GetText("format") != Format)
            throw file.GetScalar("format").Error($"'{Format}' is expected.");
        RefuseNewer(file, "layoutVersion");
        RefuseNewer(file, "minimumReaderVersion");
        if (file.GetText("trust") != LocalTrust)
            throw file.GetScalar("trust").Error($"the trust mode {file.GetScalar("trust").Quoted} is not known to this version of DataMesh. Update the application.", DataMeshErrorKind.IncompatibleVersion);
        return new MeshRoot(store, file.GetValue<Guid>("mesh"), file.FindText("environment"), file.FindText("region"));
    }

    private static void RefuseNewer(YamlMapping file, string key)
    {
        if (file.GetCount(key) > MeshLayout.Version)
            throw file.GetScalar(key).Error($"the mesh root was made by a newer version of DataMesh ({key} {file.GetText(key)}, this one knows {MeshLayout.Version}). Update the application.", DataMeshErrorKind.IncompatibleVersion);
    }

    private static DataMeshException OtherEnvironment(MeshRoot root, string environment) => new(DataMeshErrorKind.EnvironmentMismatch,
        $"Cannot use the mesh at '{root.Store.Root}' from environment '{environment}': it {(root.Environment is { } own ? $"belongs to environment '{own}'" : "names no environment")}. "
        + $"Each environment has its own root: point the application to the root of '{environment}', or correct 'environment' in '{MeshLayout.RootFile}'.");
}
