namespace DataMesh;

/// <summary>Writes the contract of a version that is there already with another place in its life: files never change, so it gets one of its own, which the next head pins.</summary>
internal static class ContractFiles
{
    private const long First = 2;

    public static async Task<PinnedContract> RestateAsync(DocumentFiles files, DataContract contract, string tableFormat, CancellationToken cancellationToken)
    {
        PinnedFile file = await files.CreateNumberedAsync(MeshLayout.Product(contract.Port.Product), First, number => MeshLayout.Contract(contract.Port.Port, contract.Version, number),
            _ => ContractYaml.Write(contract, tableFormat), cancellationToken).ConfigureAwait(false);
        return new PinnedContract(contract.Port.Port, contract.Version, file.Path, file.Sha256);
    }
}
