"""Words that say what sort of firm a name belongs to, and not which firm.

They are set aside where they end (or, in some languages, begin) a name, so that
“Acme Co., Ltd.”, “Acme Company Limited” and “Acme” are the same whole name.
"""

from __future__ import annotations

ENDINGS = """
co, company, companies, corp, corporation, inc, incorporated, and co, and company
ltd, limited, ltda, limitada, llc, llp, lp, plc, pte, pty, pvt, private limited, private ltd
public company limited, public limited company, joint stock company, jsc
gmbh, ag, kg, kgaa, ug, ohg, sa, sas, sasu, sarl, srl, spa, sl, slu, scrl, sprl, nv, bv
sa de cv, s de rl de cv, s de rl, sapi de cv, sab de cv, cia, eirl, lda
ab, as, asa, aps, oy, oyj, kft, zrt, nyrt, doo, dd, sro, spol sro, ooo, oao, zao, pao
as sti, ltd sti, anonim sirketi, limited sirketi
san ve tic, sanayi ve ticaret, san ve tic ltd sti, san ve tic as
sdn bhd, bhd, berhad, sdn, tbk, persero, pt, mfg, kk, kabushiki kaisha, fze, fzc, wll, kscc
group, holding, holdings, grupo, gruppe, groupe
股份有限公司, 有限责任公司, 股份公司, 有限公司, 集团公司, 集团, 控股, 公司
jituan, gongsi, gufen gongsi, youxian gongsi, gufen youxian gongsi, jituan youxian gongsi
ji tuan, gong si, you xian gong si, gu fen you xian gong si, jituan gongsi
株式会社, 有限会社, 合同会社, 株, 주식회사, 유한회사, 주
ооо, оао, зао, пао, тов
จำกัด มหาชน, จำกัด
"""
BEGINNINGS = """
the
pt, cv, ooo, oao, zao, pao, ооо, оао, зао, пао, тов
cong ty tnhh, cong ty tnhh mtv, cong ty co phan, cong ty cp, tnhh
株式会社, 有限会社, 合同会社, 株, 주식회사, 유한회사, 주
บริษัท
"""


def listed(text: str) -> list[str]:
    """Return the forms of one of the lists above."""
    return [form.strip() for line in text.split("\n") for form in line.split(",") if form.strip()]
